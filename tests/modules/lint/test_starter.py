from modules.models import LessonPage, ModulePage
from modules.selectors.linting import findings_before_publishing
from tests.modules.starter_files import Loaded


class TestTheShippedCurriculum(Loaded):
    def test_gives_nothing_to_mend(self):
        pages = [*ModulePage.objects.all(), *LessonPage.objects.all()]

        found = [one for page in pages for one in findings_before_publishing(page)]

        assert len(pages) == 23 + 64
        assert found == []
