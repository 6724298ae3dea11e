"""The pages on which staff bring articles in from a file: choose it, look at what it holds, say yes, undo."""

from dataclasses import replace

from django.contrib import messages
from django.contrib.admin import AdminSite
from django.http import Http404, HttpRequest, HttpResponse, StreamingHttpResponse
from django.shortcuts import redirect, render
from django.utils.safestring import SafeString, mark_safe
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from faq.admin.articles.import_form import ArticleRowForm, UploadForm
from faq.errors import RefusedError
from faq.models import ArticleImport
from faq.publishing import exchange, imports, questions
from faq.publishing.importing import preview, shared_steps
from faq.publishing.importing.parsed import ParsedFile
from faq.values import spreadsheet

# Those behind come in as they are
MOST_EDITED = 200
_MOST_PAST = 20
_START = "admin:faq_article_import"


@never_cache
def start(request: HttpRequest, site: AdminSite) -> HttpResponse:
    """Ask for a file; one that was sent waits for a yes, on the page that shows what it holds."""
    imports.forget_old()
    form = UploadForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        file = form.cleaned_data["file"]
        try:
            waiting = imports.wait(file.name, file.read(imports.LARGEST_UPLOAD + 1), by=request.user)
        except RefusedError as refusal:
            form.add_error("file", refusal.sentences)
        else:
            return redirect("admin:faq_article_import_preview", waiting.pk)
    elif request.method == "POST" and not form.is_bound:
        form = UploadForm({}, {})
    context = {
        "title": "Import articles",
        "form": form,
        "waiting": ArticleImport.objects.waiting().filter(who=request.user).defer("data"),
        "past": ArticleImport.objects.finished().defer("data")[:_MOST_PAST],
    }
    return render(request, "admin/faq/article/import.html", {**site.each_context(request), **context})


@never_cache
def look(request: HttpRequest, site: AdminSite, pk: int) -> HttpResponse:
    """Show what the file holds; with the right button, write what is ticked, or give it up."""
    waiting = ArticleImport.objects.filter(pk=pk, who=request.user).first()
    if waiting is None:
        raise Http404
    if waiting.finished_at:
        return redirect(_START)
    if request.method == "POST" and "_give_up" in request.POST:
        imports.give_up(waiting)
        messages.success(request, "The file is deleted. Nothing of it was written.")
        return redirect(_START)
    try:
        parsed = imports.read(waiting)
    except RefusedError as refusal:
        messages.warning(request, str(refusal))
        return redirect(_START)
    forms = _forms(request, parsed)
    if request.method == "POST" and not [form for form in forms if not form.is_valid()]:
        if any(form.cleaned_data["is_wanted"] for form in forms) or len(parsed.articles) > len(forms):
            return _confirmed(request, waiting, parsed, forms)
        messages.warning(request, "No article is ticked, so nothing would be written.")
    return _page(request, site, waiting, parsed, forms)


@never_cache
def undo(request: HttpRequest, site: AdminSite, pk: int) -> HttpResponse:
    """Ask once, then move what an import brought to the bin."""
    done = ArticleImport.objects.finished().filter(pk=pk, undone_at=None).first()
    if done is None:
        messages.warning(request, "This import is undone already.")
        return redirect(_START)
    if request.method != "POST":
        context = {
            "title": f"Undo the import of “{done.file_name}”?",
            "done": done,
            "published": imports.read_by_patients(done),
        }
        return render(request, "admin/faq/article/import_undo.html", {**site.each_context(request), **context})
    undone = imports.undo(done, by=request.user)
    if undone.gone:
        messages.success(request, f"{_count(undone.gone)} in the bin.")
    for sentence in undone.stays[:_MOST_PAST]:
        messages.warning(request, sentence)
    if len(undone.stays) > _MOST_PAST:
        messages.warning(request, f"So do {len(undone.stays) - _MOST_PAST} more.")
    return redirect(_START)


@require_safe
def left_out_file(request: HttpRequest, pk: int) -> StreamingHttpResponse:
    """Answer what is in no article as a table: the place and the reason."""
    found = ArticleImport.objects.finished() | ArticleImport.objects.waiting().filter(who=request.user)
    row = found.defer("data").filter(pk=pk).first()
    if row is None:
        raise Http404
    lines = spreadsheet.csv_lines([("What was left out, and why",), *((sentence,) for sentence in row.left_out)])
    disposition = {"Content-Disposition": 'attachment; filename="left-out.csv"', "Cache-Control": "no-store"}
    return StreamingHttpResponse(lines, content_type="text/csv; charset=utf-8", headers=disposition)


def _forms(request: HttpRequest, parsed: ParsedFile) -> list[ArticleRowForm]:
    sent = request.POST if request.method == "POST" else None
    taken = questions.taken()
    return [ArticleRowForm(row, taken, sent) for row in preview.rows(parsed, most=MOST_EDITED)]


def _confirmed(
    request: HttpRequest, waiting: ArticleImport, parsed: ParsedFile, forms: list[ArticleRowForm]
) -> HttpResponse:
    try:
        done, imported = imports.confirm(waiting, _as_left(parsed, forms), by=request.user)
    except RefusedError as refusal:
        messages.warning(request, str(refusal))
        return redirect(_START)
    new = len(imported.refusals) - len(parsed.problems)
    messages.success(request, f"{_count(len(imported.articles))} here as a draft. Patients see nothing of it yet.")
    for sentence in imported.refusals[len(parsed.problems) :][:_MOST_PAST] if new > 0 else []:
        messages.warning(request, sentence)
    return redirect("admin:faq_article_changelist")


def _as_left(parsed: ParsedFile, forms: list[ArticleRowForm]) -> ParsedFile:
    """What is ticked, as it was changed; steps that are shared point to the article that has them."""
    contents = [form.content() for form in forms] + parsed.articles[len(forms) :]
    wanted = {form.row.number for form in forms if form.cleaned_data["is_wanted"]}
    wanted |= set(range(len(forms), len(contents)))
    contents = exchange.titled(contents)
    for form in forms:
        shared = form.row.shared
        is_chosen = shared and form.cleaned_data["is_shared"] and {form.row.number, shared.source} - {None} <= wanted
        if shared and is_chosen:
            title = shared.title if shared.source is None else contents[shared.source]["title"]
            contents[form.row.number] = shared_steps.apply(contents[form.row.number], shared, title)
    kept = sorted(wanted)
    return replace(parsed, articles=[contents[each] for each in kept], origins=[parsed.origins[each] for each in kept])


def _page(
    request: HttpRequest, site: AdminSite, waiting: ArticleImport, parsed: ParsedFile, forms: list[ArticleRowForm]
) -> HttpResponse:
    titles = [content["title"] for content in exchange.titled(parsed.articles)]
    good = sum(1 for form in forms if not form.row.problems) + len(parsed.articles) - len(forms)
    context = {
        "title": f"What “{waiting.file_name}” holds",
        "waiting": waiting,
        "rows": [(form, _shown(form), _source(form, titles)) for form in forms],
        "parsed": parsed,
        "good": good,
        "bad": len(parsed.articles) - good,
        "unedited": len(parsed.articles) - len(forms),
        "left_out": waiting.left_out,
        "is_wrong": any(form.errors for form in forms if form.is_bound),
    }
    return render(request, "admin/faq/article/import_preview.html", {**site.each_context(request), **context})


def _shown(form: ArticleRowForm) -> list[SafeString]:
    # Rendered and sanitised by faq/text/markdown.py a moment ago
    return [mark_safe(html) for name in ("short_answer", "body") if (html := form.row.html.get(name))]


def _source(form: ArticleRowForm, titles: list[str]) -> str:
    """The question of the article that has the same steps."""
    shared = form.row.shared
    if shared is None:
        return ""
    return shared.title if shared.source is None else titles[shared.source]


def _count(number: int) -> str:
    return "1 article is" if number == 1 else f"{number:,} articles are"
