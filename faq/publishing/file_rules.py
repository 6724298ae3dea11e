"""What must hold of the files of an article, each rule with its sentence."""

from faq.publishing.attachments import FileContent
from faq.values import pdf_names

MOST_FILES = 20
# Characters
LONGEST_NAME = 120
TOO_MANY = "An article can have {most} files at most. Please put some of them on another article."
NO_NAME = "Please write a name for this file, as patients will read it."


def file_problems(files: list[FileContent]) -> list[str]:
    """Return the reasons why `files` cannot be kept, [] when they can."""
    problems = [TOO_MANY.format(most=MOST_FILES)] if len(files) > MOST_FILES else []
    for place, each in enumerate(files, start=1):
        title = each["title"].strip()
        if not title:
            problems.append(f"File {place}: {NO_NAME}")
        if len(title) > LONGEST_NAME:
            problems.append(f"File {place}: This has {len(title)} letters. Please keep it to {LONGEST_NAME}.")
        if not pdf_names.is_name(each["file"]):
            problems.append(f"File {place}: Please choose a PDF.")
    return problems
