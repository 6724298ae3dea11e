"""The public addresses."""

app_name = "faq"
urlpatterns = []
