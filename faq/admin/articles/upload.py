"""Keeps a picture that the editor's scripts send, and answers where it is."""

from django.http import HttpResponse, JsonResponse
from markdownx.forms import ImageForm
from markdownx.views import ImageUploadView

from faq.admin.fields import PictureField
from faq.values import picture_names

_NOTHING = "There was no picture in what you sent. Please try again."


class PictureForm(ImageForm):
    """The package's form. Our own decoding takes the place of its trust in the name and type that a browser tells."""

    image = None
    picture = PictureField(required=True, error_messages={"required": _NOTHING})

    def clean(self) -> dict[str, object]:
        return self.cleaned_data

    def save(self, commit: bool = True) -> str:
        """Return the name of the picture; cleaning has kept it."""
        return self.cleaned_data["picture"]


class PictureUpload(ImageUploadView):
    """The package's upload. Only staff reach it: `ArticleAdmin.upload_view` asks first who they are."""

    form_class = PictureForm
    http_method_names = ["post"]

    def form_valid(self, form: PictureForm) -> HttpResponse:
        """Answer {"name", "url", "width", "height"} of the kept picture."""
        name = form.save()
        width, height = picture_names.size_of(name)
        return JsonResponse({"name": name, "url": picture_names.url_of(name), "width": width, "height": height})

    def form_invalid(self, form: PictureForm) -> HttpResponse:
        """Answer 400 with one sentence as {"problem"}."""
        return JsonResponse({"problem": " ".join(form.errors["picture"])}, status=400)


picture = PictureUpload.as_view()
