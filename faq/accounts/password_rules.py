"""What a password must be: Django's own rules, said in plain words."""

from django.contrib.auth import password_validation as stock

HELP = "At least 10 letters or digits, not only digits, not a name of yours, and not one that many people use."


class NotLikeTheName(stock.UserAttributeSimilarityValidator):
    def get_error_message(self) -> str:
        return "This password is too much like this %(verbose_name)s. Please choose another."

    def get_help_text(self) -> str:
        return "Not like the person's own name."


class LongEnough(stock.MinimumLengthValidator):
    def get_error_message(self) -> str:
        return f"This password is short. Please use at least {self.min_length} letters or digits."

    def get_help_text(self) -> str:
        return f"At least {self.min_length} letters or digits."


class NotCommon(stock.CommonPasswordValidator):
    def get_error_message(self) -> str:
        return "Many people use this password, so it is guessed at once. Please choose another."

    def get_help_text(self) -> str:
        return "Not one that many people use."


class NotOnlyDigits(stock.NumericPasswordValidator):
    def get_error_message(self) -> str:
        return "This password is digits only. Please put in some letters."

    def get_help_text(self) -> str:
        return "Not digits only."
