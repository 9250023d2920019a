"""The message and the hint of every code; `docs/errors.md` has a section for each diagnostic.

Y: a file's text · R: a record or pack against its schema · L: the ledger as a whole ·
P: the pack as a whole · C: the pack's demands on records · S and E: the command cannot run.
"""

from reformctl.words import mark

MESSAGES: dict[str, tuple[str, str]] = {
    "Y101": (mark("cannot be read as YAML: {problem}"), mark("check indentation, quotes and colons")),
    "Y102": (mark("“{name}” stands twice; the first is in line {line}"), mark("keep one of the two")),
    "Y103": (mark("anchor or alias “{name}”"), mark("write the value out")),
    "Y104": (mark("tag “{name}”"), mark("remove it")),
    "Y105": (mark("more than one document in a file"), mark("one record a file")),
    "Y106": (
        mark("nested deeper than {limit} levels"),
        mark("records are flat; look for a missing line end"),
    ),
    "Y107": (mark("not UTF-8 text: {byte}"), mark("save the file as UTF-8; it may be GBK")),
    "Y108": (mark("the file is empty"), mark("write a record, or remove the file")),
    "Y109": (mark("“{name}” is not a plain word as a key"), mark("quote it, or choose another")),
    "Y110": (
        mark("an unresolved merge"),
        mark("keep what is right and remove the marks; reformctl merge --install joins records next time"),
    ),
    "Y111": (mark("the top of the file is not a mapping"), mark("begin with a line such as “id: …”")),
    "Y112": (
        mark("{name} is not read: it is no record"),
        mark("move it, or give it its kind's folder and .yaml"),
    ),
    "Y113": (mark("cannot be opened: {reason}"), ""),
    "R101": (mark("unknown field “{field}”"), mark("known here: {known}")),
    "R102": (mark("“{field}” is missing"), mark("add it")),
    "R103": (
        mark("“{field}” does not hold what it must: {wanted}"),
        mark("see the ledger format in the docs"),
    ),
    "R104": (mark("“{value}” is not a day"), mark("write a day as 2017-04-08")),
    "R105": (mark("“{value}” is not a number"), mark("write a plain decimal number such as 4.5")),
    "R106": (mark("“{value}” is not a period"), mark("write 2017, 2017-H1, 2017-Q2, 2017-04 or 2017-W05")),
    "R107": (mark("“{field}” is empty"), mark("write something, or remove the field")),
    "R108": (mark("“{value}” is not one of the words known here"), mark("known: {known}")),
    "R109": (mark("“{value}” has not the form of a name"), mark("lower-case letters, digits and hyphens")),
    "R110": (mark("{problem}"), ""),
    "R111": (
        mark("“{id}” is not an id of this kind ({kind})"),
        mark("ids are like T2017-043; a unit's like zhangdian"),
    ),
    "L101": (mark("{id} is used by {other} too"), mark("give one of the two a new id")),
    "L102": (mark("{id} does not live here"), mark("move the file to {home}")),
    "L103": (mark("there is no record “{id}”"), mark("write the id of a record of kind {kind}")),
    "L104": (
        mark("{id} is a record of kind {kind}, not {wanted}"),
        mark("write an id of the kind asked for"),
    ),
    "L105": (
        mark("{on} is before the record's first day ({field} {born})"),
        mark("put one of the two days right"),
    ),
    "L106": (mark("the name “{name}” is taken by {other}"), mark("give it a name of its own")),
    "L107": (
        mark("{event} on {on}, though {other} on {before} had ended the record"),
        mark("two branches may both have settled it: keep one, or record between them that it was sent back"),
    ),
    "L108": (
        mark("{event} on {on} stands here twice, word for word"),
        mark("two branches may both have brought it: keep one"),
    ),
    "P101": (
        mark("the rule id “{id}” stands twice in force at once"),
        mark("rename one, or part them by since and until"),
    ),
    "P102": (mark("this pack has no {what} “{name}”"), mark("known: {known}")),
    "P103": (mark("records of kind {kind} have no field or event “{name}”"), mark("known: {known}")),
    "P104": (mark("there is no kind of record “{name}”"), mark("known: {known}")),
    "P105": (mark("the clause “{name}” is not in the table of clauses"), mark("add it to `clauses`")),
    "P106": (
        mark("the indicator “{id}” has {count} ways of scoring"),
        mark("give it exactly one of: {known}"),
    ),
    "P107": (
        mark("the weights of {cohort} add up to {sum}, not to {total}"),
        mark("change the weights, or the total"),
    ),
    "P108": (
        mark("the due day is said in {count} ways"),
        mark("give exactly one of: after, before, field, day"),
    ),
    "P109": (mark("there is no state “{name}”"), mark("known: {known}")),
    "P110": (mark("“{name}” is not among the words of this field"), mark("known: {known}")),
    "P111": (
        mark("“{id}” can never fire: {problem}"),
        mark("mend the days, the bounds or the chain that contradict each other"),
    ),
    "P112": (
        mark("“{id}” is out of order: it comes before “{other}”"),
        mark("put steps in the order in which they rise, and grades from the best down"),
    ),
    "P113": (
        mark("no paper tells of the duty “{id}”"),
        mark("name one of the pack's papers in `paper`"),
    ),
    "P114": (
        mark("the step “{id}” must have exactly one of: from, obligation, nth"),
        mark("say what it starts from"),
    ),
    "P115": (
        mark("“{id}”: “{part}” is missing, or is not for this way of scoring"),
        mark("see the rules reference in the docs"),
    ),
    "P116": (
        mark("the ranking “{id}” does not say when “{name}” is applied"),
        mark("name it in `sequence`, in the order in which they apply"),
    ),
    "P120": (mark("{day} does not lie in {year}"), mark("move it to the table of its year")),
    "C101": (mark("{title}: “{field}” is missing ({clause})"), mark("add it; the rule is {rule}")),
    "C102": (
        mark("{title}: the event “{event}” lacks “{field}” ({clause})"),
        mark("add it; the rule is {rule}"),
    ),
    "C103": (
        mark("{title}: {later} {second} is before {earlier} {first} ({clause})"),
        mark("put one of the days right"),
    ),
    "C104": (mark("{title}: {end} is later than {latest} ({clause})"), mark("shorten the term")),
    "C105": (
        mark("{title}: “{post}” did both ({clause})"),
        mark("another post must verify; the rule is {rule}"),
    ),
    "C106": (
        mark("{title}: the signature of “{party}” is missing ({clause})"),
        mark("record it: sign --party {party}"),
    ),
    "C107": (
        mark("{title}: the first item must be on {newest} ({clause})"),
        mark("put it first, naming it in “conveys”"),
    ),
    "C108": (
        mark("the extension was asked for on {asked}, after the due day {due}"),
        mark("a late request moves no due day; withdraw it or correct the day"),
    ),
    "C109": (mark("the pack does not know “{name}”"), mark("see the rules pack")),
    "C110": (
        mark("{points} is not between 0 and {most}, the weight of {indicator}"),
        mark("correct the mark"),
    ),
    "C111": (
        mark("no unit is in the cohort {cohort} ({title})"),
        mark("see its conditions against the units of the ledger"),
    ),
    "C112": (
        mark("{title}: {field} {value} is not between {low} and {high} ({clause})"),
        mark("correct it; the rule is {rule}"),
    ),
    "C113": (
        mark("{title}: more than {number} of “{event}” ({clause})"),
        mark("take one back; the rule is {rule}"),
    ),
    "C114": (
        mark("{title}: “{stage}” was passed without, or before, {wanting} ({clause})"),
        mark("record the stages before it; the rule is {rule}"),
    ),
    "C115": (
        mark("{title}: {unit} has {count} in {period}, not between {low} and {high} ({clause})"),
        mark("add or withdraw records; the rule is {rule}"),
    ),
    "C116": (
        mark("{unit} has no posting of this kind under {indicator} in {month}"),
        mark("see what it was given: reformctl statement {unit} --month {month}"),
    ),
    "C117": (
        mark("{title}: “{event}” is missing ({clause})"),
        mark("record it with its own command; the rule is {rule}"),
    ),
    "C118": (
        mark("no ranking of {month} takes this correction in: {unit}, {indicator}"),
        mark("name a period and an indicator in which the unit is scored, under the pack's rule of review"),
    ),
    "C119": (
        mark("“{post}” may not decide an appeal ({clause})"),
        mark("the posts that may: {known}"),
    ),
    "C120": (
        mark("lodged on {lodged}; appeals against {month} could be lodged until {last} ({clause})"),
        mark("a late appeal cannot be decided for the unit; withdraw it or correct the day"),
    ),
    "C121": (
        mark("the appeal was decided “{outcome}”, and no correction follows from it"),
        mark("post one: reformctl correction add --because {id}"),
    ),
    "C122": (
        mark("posted on {posted} in {month}, which was closed on {closed}"),
        mark("post it in a period that is still open"),
    ),
    "C123": (
        mark("{record} cost {unit} {points} points in {month}, which was closed before the exemption"),
        mark("post a correction: reformctl correction add --because {id}"),
    ),
    "M101": (
        mark("{month} is closed, and {names} changes its result: {effects}"),
        mark(
            "by {who}; put it right by a correction in an open period,"
            " or: reformctl reopen {month} --reason …"
        ),
    ),
    "M102": (
        mark("{month} is closed, and the rule {names} changes its result: {effects}"),
        mark("by {who}; give a changed rule a first day: since, and until for the old one"),
    ),
    "M103": (
        mark("what was closed as {month} does not follow from what it stands on: {effects}"),
        mark("closed by reformctl {names}, this is {version}; the file was last written by {who}"),
    ),
    "M104": (
        mark("the closing of {month} is not what was written when it was closed"),
        mark("by {who}; take it back: git log shows the file as it was"),
    ),
    "M105": (
        mark("{names} closes {month} again, and the closing before it was never opened"),
        mark("take it back; to close a period anew: reformctl reopen {month} --reason …, then close"),
    ),
    "M106": (
        mark("the closing {names}, which was published, is gone or another one"),
        mark("take it back: git checkout {tag} -- ledgers/closed/{names}.yaml"),
    ),
    "S101": (
        mark("no workspace in {folder} or above it"),
        mark("go to one, name it by --workspace, or begin one: reformctl init DIR --pack PACK"),
    ),
    "S102": (mark("{folder} has no {file}"), mark("name a folder that reformctl init laid down")),
    "S103": (mark("these books have no {file}"), ""),
    "S110": (mark("cannot make the lock {file}: {reason}"), mark("is the folder writable?")),
    "S111": (mark("another command has been writing for {seconds} s"), mark("wait for it and try again")),
    "S112": (mark("{path} exists already"), mark("choose another id")),
    "S113": (mark("{path} leads out of the workspace"), mark("write inside it only; links are not followed")),
    "S114": (
        mark("cannot read or write {path}: {reason}"),
        mark("see whether the disk is full or the folder write-protected"),
    ),
    "S115": (
        mark("{path} could not be written ({reason}); written already: {done}"),
        mark("look at git status before you go on"),
    ),
    "S116": (mark("{path} was changed meanwhile; nothing was written"), mark("run the command again")),
    "S120": (mark("no such revision: {revision}"), mark("git log shows what there is")),
    "S121": (mark("{folder} is not in a git repository"), mark("git init, or leave out what asks history")),
    "S122": (mark("git was not found"), mark("install git")),
    "S123": (mark("git {command} failed: {reason}"), ""),
    "S124": (mark("git does not know who commits"), mark("git config --global user.name and user.email")),
    "S130": (mark("{folder} already has {files}"), mark("choose an empty folder")),
    "S131": (mark("no rules pack {pack}"), mark("known: {known}")),
    "S132": (mark("this installation lacks {folder}"), mark("install it again")),
    "S140": (
        mark("LibreOffice was not found; without it there is no PDF"),
        mark("install it, or leave out --pdf; Word and WPS print the .docx as it is"),
    ),
    "S141": (mark("LibreOffice made no PDF of {path}: {reason}"), mark("open the .docx and see")),
    "E180": (
        mark("{head} and {base} have no common commit here"),
        mark("fetch more of the history (git fetch --unshallow), or compare with --direct"),
    ),
    "E181": (mark("no gate “{name}”"), mark("known: {known}")),
    "E182": (mark("{id} is the id of several files: {files}"), mark("name the file that gets another id")),
    "E183": (
        mark("{id} keeps its id: a {kind} has no numbered one"),
        mark("records such as T2017-043 can be renumbered"),
    ),
    "E184": (
        mark("{id} stands in the closing of {month}, which names it by this id"),
        mark("give the other record a new id"),
    ),
    "E185": (
        mark("{id} cannot take the place of {old}"),
        mark("write an id of the same letters, as T2017-043"),
    ),
    "E186": (mark("the settings give nobody rights"), mark("write owners: in reformctl.yaml; see the docs")),
    "E187": (
        mark("{folder} has hooks already: {hooks}"),
        mark("call “reformctl hook pre-commit” and “reformctl hook commit-msg” from them"),
    ),
    "E188": (
        mark("this step was set off by pull_request_target with the branch checked out"),
        mark("use pull_request, or leave the base checked out; the branch is then read by git alone"),
    ),
    "E189": (
        mark("{name} of the change is not at hand: {commit}"),
        mark("check out with fetch-depth: 2, or 0"),
    ),
    "E190": (mark("the variable {name} is not set"), mark("run this within a job of the host")),
    "E191": (mark("{path} holds no event: {reason}"), mark("run this within a job of the host")),
    "E192": (mark("{host} did not take the comment: {reason}"), mark("may the job's token write comments?")),
    "E193": (mark("the event {name} is no change to review"), mark("set the job off by pull_request")),
    "E101": (mark("“{value}” is not a day"), mark("write it as 2017-04-30")),
    "E102": (mark("“{value}” is not a month"), mark("write it as 2017-04")),
    "E103": (mark("no unit “{name}”"), mark("reformctl unit list shows what there is")),
    "E104": (mark("no record “{id}”"), mark("reformctl KIND list shows what there is")),
    "E105": (
        mark("{month} cannot be ranked: {count} marks are missing, the first for {unit} under {indicator}"),
        mark("give them with: reformctl marks add"),
    ),
    "E106": (mark("{month} had not begun on {as_of}"), mark("ask about an earlier month or a later day")),
    "E107": (mark("{unit} is ranked in no cohort of {month}"), mark("ranked are: {known}")),
    "E108": (mark("no cohort “{name}”"), mark("known: {known}")),
    "E109": (
        mark("the template {name} has an error in line {line}: {problem}"),
        mark("correct it in templates/"),
    ),
    "E110": (mark("the pack has no paper “{name}”"), mark("known: {known}")),
    "E111": (mark("no template {path}"), mark("lay the tool's own down: reformctl template eject {name}")),
    "E112": (mark("{option}: {problem}"), mark("reformctl COMMAND --help shows how")),
    "E114": (
        mark("{cohort} cannot be ranked for {month}: it has no units, or the rules were not yet in force"),
        mark("look at the units and at the pack's first day"),
    ),
    "E115": (mark("{option} is missing"), mark("name the period: --month 2017-04, or --period 2017")),
    "E116": (mark("no kind of notice “{name}”"), mark("known: {known}")),
    "E117": (
        mark("the template {name} has no front matter"),
        mark("it begins with the paper's elements between two lines ---; see docs/papers.md"),
    ),
    "E120": (mark("missing: {fields}"), mark("give them as options, or run at a terminal to be asked")),
    "E121": (mark("{id} is {status} already"), mark("send it back first, or add a new record")),
    "E122": (mark("cannot sort by “{name}”"), mark("known: {known}")),
    "E123": (mark("“{change}” is not FIELD=VALUE"), mark("write it as due=2017-06-30")),
    "E124": (mark("no field “{name}”"), mark("known: {known}")),
    "E125": (mark("the editor {editor} failed: {reason}"), mark("set EDITOR to a program that waits")),
    "E126": (mark("the pack has no rule “{name}”"), mark("known: {known}")),
    "E127": (mark("no schema “{name}”"), mark("known: {known}")),
    "E128": (mark("the pack selects nothing for {period}"), mark("it has: {known}")),
    "E129": (mark("no round “{name}” was held"), mark("held were: {known}")),
    "E130": (
        mark("the template {name} is for “{kind}”, not for “{wanted}”"),
        mark("name another template in the pack's `papers`, or correct `kind` in its front matter"),
    ),
    "E131": (
        mark("the template {name} lists other attachments than it has: {said} · {there}"),
        mark("write the same titles in `attachments` and after # in the text, or leave the list out"),
    ),
    "E132": (
        mark("there is nothing to write of “{name}” {period}"),
        mark("reformctl paper lists the papers; ask for another period or record"),
    ),
    "E133": (mark("{name} is not for {period}: it comes every {every}"), mark("give --period or --month")),
    "E134": (mark("a PDF needs a folder"), mark("give --out DIR")),
    "E135": (mark("no template “{name}”"), mark("known: {known}")),
    "E136": (
        mark("templates/{name} is there and differs from the tool's own"),
        mark("--force writes over it; git keeps what was committed"),
    ),
    "E137": (
        mark("{path} is no Word file that can serve as a model: {reason}"),
        mark("lay one down: reformctl template reference --force"),
    ),
    "E118": (
        mark("{month} lies before the first day of the rules, {since}"),
        mark("ask about a later month"),
    ),
    "E119": (mark("“{value}” is not a period"), mark("write 2017, 2017-H1, 2017-Q2, 2017-04 or 2017-W05")),
    "E150": (
        mark("not everything is committed: {paths}"),
        mark("commit the books first, so that the closing names what it stands on"),
    ),
    "E151": (mark("{month} is not over on {as_of}"), mark("close it after its last day, {last}")),
    "E152": (
        mark("{month} was closed on {closed}"),
        mark("post a correction in an open period, or: reformctl reopen {month} --reason …"),
    ),
    "E153": (mark("{earlier} is still open, and {month} stands on it"), mark("reformctl close {earlier}")),
    "E154": (mark("the tag {tag} is there already"), mark("git tag shows what it marks")),
    "E155": (mark("{month} is not closed"), mark("closed are: {known}")),
    "E156": (mark("{later} is closed and stands on {month}"), mark("reformctl reopen {later} first")),
    "E157": (mark("no ranking is for {period}"), mark("the pack ranks: {known}")),
    "E159": (
        mark("{earlier} and {later} cannot be compared"),
        mark("name two different periods of one kind, such as 2017-03 and 2017-04"),
    ),
    "E158": (mark("no obligation or duty “{key}”"), mark("keys are in: reformctl overdue --format json")),
    "E175": (
        mark("how many points {id} gives back cannot be told from what it contests"),
        mark("say how many: --points 1.5"),
    ),
    "E177": (
        mark("{day} lies ahead of today, {today}"),
        mark("close and open periods on a day that has come"),
    ),
    "E178": (
        mark("no commit holds {id} by {day}"),
        mark("commit it, or ask about a later day: a commit counts from its own day"),
    ),
    "E176": (mark("“{value}” is not a number"), mark("write a plain decimal number such as 4.5")),
    "E160": (
        mark("{one} and {other} cannot be asked together"),
        mark("ask one, then the other"),
    ),
    "E161": (mark("{option} belongs to {other}"), mark("add {other}, or leave {option} out")),
    "E162": (
        mark("by what is proposed there is no ranking: {reason}"),
        mark("correct the proposal, or ask about another cohort alone with --cohort"),
    ),
    "E113": (mark("“{value}” is not one of: {known}"), ""),
    "E170": (
        mark("{month} was closed under an earlier pack, without a ranking that this pack has"),
        mark("closed were: {known}"),
    ),
}
"""Code → message and hint, both English patterns that the catalogues translate."""
