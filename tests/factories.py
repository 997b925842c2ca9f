"""People, organisations and terms for tests; a term with a slug of the plan is the plan's."""

from __future__ import annotations

from datetime import date

import factory
from django.contrib.auth.hashers import make_password
from django.utils import timezone

from marketplace.accounts.models import User
from marketplace.core.models import HolidayYear
from marketplace.core.workdays import is_certain
from marketplace.organisations.credit_codes import complete
from marketplace.organisations.models import (
    CreditFact,
    Kind,
    Membership,
    Organisation,
    Qualification,
    Role,
    TakeoverRequest,
    Unit,
)
from marketplace.organisations.permissions import anew
from marketplace.taxonomy.models import (
    District,
    Domain,
    Industry,
    Park,
    QualificationKind,
    ResourceKind,
)

SPRING_FESTIVAL_2027 = [f"2027-02-{day:02d}" for day in range(5, 12)]
"""Its days off as they may be; the notice of the year is not out."""
PASSWORD = "egrets over the strait"


class HolidayYearFactory(factory.django.DjangoModelFactory):
    """A calendar that staff entered."""

    class Meta:
        model = HolidayYear

    year = 2027
    days_off = SPRING_FESTIVAL_2027
    source = "国办发明电"


def tell_holidays(*years: int) -> None:
    """Let staff have entered the calendars of years that the installed table does not know."""
    for year in years:
        if not is_certain(date(year, 1, 1)):
            HolidayYearFactory(year=year, days_off=[f"{year}-02-10"])


class UserFactory(factory.django.DjangoModelFactory):
    """A person who signs in with PASSWORD."""

    class Meta:
        model = User

    class Params:
        # Portal staff: may do everything in the admin.
        staff = factory.Trait(is_staff=True, is_superuser=True)

    email = factory.Sequence(lambda n: f"person{n}@example.test")
    name = factory.Sequence(lambda n: f"张三{n}")
    password = factory.LazyFunction(lambda: make_password(PASSWORD))


class OrganisationFactory(factory.django.DjangoModelFactory):
    """A verified firm; `unverified=True` and `placeholder=True` say otherwise."""

    class Meta:
        model = Organisation

    class Params:
        unverified = factory.Trait(verified_at=None)
        placeholder = factory.Trait(is_placeholder=True, verified_at=None, credit_code=None)

    kind = Kind.FIRM
    name = factory.Sequence(lambda n: f"厦门海沧湾{n}科技有限公司")
    credit_code = factory.Sequence(lambda n: complete("91350299", f"MA{n:06d}"))
    verified_at = factory.LazyFunction(timezone.now)


class AgencyFactory(OrganisationFactory):
    """A verified government department."""

    kind = Kind.AGENCY
    name = factory.Sequence(lambda n: f"厦门市测试局{n}")
    credit_code = factory.Sequence(lambda n: complete("11350299", f"MB{n:06d}"))


class UnitFactory(factory.django.DjangoModelFactory):
    """A unit of a department."""

    class Meta:
        model = Unit

    organisation = factory.SubFactory(AgencyFactory)
    name = factory.Sequence(lambda n: f"科技处{n}")


class MembershipFactory(factory.django.DjangoModelFactory):
    """An owner of a firm; the person's cached memberships are forgotten."""

    class Meta:
        model = Membership
        skip_postgeneration_save = True

    user = factory.SubFactory(UserFactory)
    organisation = factory.SubFactory(OrganisationFactory)
    role = Role.OWNER

    @factory.post_generation
    def forget(self, create, extracted, **kwargs):
        anew(self.user)


class TermFactory(factory.django.DjangoModelFactory):
    """A term of any vocabulary, known by its slug."""

    class Meta:
        abstract = True
        django_get_or_create = ("slug",)

    slug = factory.Sequence(lambda n: f"term-{n}")
    name = factory.LazyAttribute(lambda term: f"词 {term.slug}")


class IndustryFactory(TermFactory):
    """An industry of "5+X"."""

    class Meta:
        model = Industry


class DomainFactory(TermFactory):
    """A scenario domain."""

    class Meta:
        model = Domain


class DistrictFactory(TermFactory):
    """A district."""

    class Meta:
        model = District

    code = factory.Sequence(lambda n: f"99{n:04d}")


class ParkFactory(TermFactory):
    """A park."""

    class Meta:
        model = Park


class ResourceKindFactory(TermFactory):
    """A kind of opened resource."""

    class Meta:
        model = ResourceKind


class QualificationKindFactory(TermFactory):
    """A kind of qualification."""

    class Meta:
        model = QualificationKind


class QualificationFactory(factory.django.DjangoModelFactory):
    """A qualification without an end."""

    class Meta:
        model = Qualification

    organisation = factory.SubFactory(OrganisationFactory)
    kind = factory.SubFactory(QualificationKindFactory, slug="iso27001")
    number = factory.Sequence(lambda n: f"IS-27-{n:04d}")


class CreditFactFactory(factory.django.DjangoModelFactory):
    """A fact of today: not listed."""

    class Meta:
        model = CreditFact

    organisation = factory.SubFactory(OrganisationFactory)
    kind = CreditFact.FactKind.ABNORMAL
    answer = CreditFact.Answer.NO
    as_of = factory.LazyFunction(timezone.localdate)
    source = "国家企业信用信息公示系统"


class TakeoverRequestFactory(factory.django.DjangoModelFactory):
    """A firm's open request for a placeholder."""

    class Meta:
        model = TakeoverRequest

    placeholder = factory.SubFactory(OrganisationFactory, placeholder=True)
    claimant = factory.SubFactory(OrganisationFactory)
    asked_by = factory.SubFactory(UserFactory)
    grounds = "这是我们公司的条目。"
