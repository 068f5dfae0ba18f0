from geo_matching.accounts.forms.own import ChangeEmailForm, DeleteForm, ProfileForm
from geo_matching.accounts.forms.sign_in import FirstSignInForm, SignInForm
from geo_matching.accounts.forms.sign_up import AgentForm, HostForm, PartnerForm, StaffForm

__all__ = [
    "AgentForm",
    "ChangeEmailForm",
    "DeleteForm",
    "FirstSignInForm",
    "HostForm",
    "PartnerForm",
    "ProfileForm",
    "SignInForm",
    "StaffForm",
]
