"""Findings as JUnit XML: one test case per finding, for build servers."""

from xml.etree.ElementTree import Element, SubElement, indent, tostring

from plimsoll.report.check_table import by_rule
from plimsoll.report.escape import xml
from policies.engine.check import Findings
from policies.engine.found import Found


def as_junit(findings: Findings) -> str:
    """Return mandatory violations as failures, other findings as skipped with a message."""
    root = Element("testsuites", name="plimsoll check")
    for rule, found in by_rule(findings.found):
        failures = sum(fails(each) for each in found)
        suite = SubElement(root, "testsuite", name=rule.name)
        suite.set("tests", str(len(found)))
        suite.set("failures", str(failures))
        suite.set("skipped", str(len(found) - failures))
        for each in found:
            add(suite, each)
    indent(root)
    text = tostring(root, encoding="unicode")
    return f'<?xml version="1.0" encoding="utf-8"?>\n{text}\n'


def add(suite: Element, found: Found) -> None:
    resource = found.finding.resource
    name = f"{resource.name} {found.finding.path}".strip()
    case = SubElement(suite, "testcase", classname=xml(resource.declared_type), name=xml(name))
    message = xml(found.message)
    if fails(found):
        failure = SubElement(case, "failure", type=found.rule.severity, message=message)
        failure.text = xml(f"{resource.urn}\nfix: {found.rule.fix}\n{found.rule.aws_docs}")
    else:
        kind = found.level if found.status == "violation" else found.status
        SubElement(case, "skipped", message=f"{kind}: {message}")


def fails(found: Found) -> bool:
    return found.status == "violation" and found.level == "mandatory" and not found.known
