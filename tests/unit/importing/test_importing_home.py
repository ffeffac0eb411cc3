"""The start page says what is there, what is missing and what to do, and names nobody."""

from __future__ import annotations

from tiny_network import with_answers

from tsa_research.home import IN_APP, open_home
from tsa_research.own_notebooks import load_interactive
from tsa_research.wave_import import import_network


def test_a_network_that_waits_for_its_import_says_so(network):
    with_answers(network, "one,oak,2026-03-02,2")
    home = open_home(str(network))
    assert home.waves == ("Lesson grade, Spring: not imported yet.",)
    assert "Spring is declared and not imported: inbox/spring.csv." in home.missing
    assert home.next_steps[0] == f"Import what is declared: `tsa import --network {network}`."


def test_what_is_in_is_told_with_its_balance(network):
    import_network(with_answers(network, "one,oak,2026-03-02,2", "nobody,oak,2026-03-02,2"))
    home = open_home(str(network))
    assert home.waves[0].endswith("2 responses in = 1 kept + 1 set aside.")
    assert any("tsa validate" in step for step in home.next_steps)
    assert "Wren" not in str(home) + home._repr_html_()


def test_the_example_offers_reports_and_every_notebook():
    home = open_home("example")
    assert any("tsa batch --network example" in step for step in home.next_steps)
    assert home.missing == ()
    assert (
        "12_compare_alliances.ipynb",
        "How do alliances compare? (with controls)",
    ) in home.notebooks
    assert '<a href="02_trust_survey.ipynb">' in home._repr_html_()
    assert "run the cells again" in home._repr_html_()


def test_in_an_app_commands_stand_in_place_of_links_and_cells(monkeypatch):
    monkeypatch.setenv(IN_APP, "yes")
    shown = open_home("example")._repr_html_()
    assert "<a " not in shown
    assert "cell" not in shown
    assert "<code>tsa explore compare_alliances --network example</code>" in shown
    assert "<code>tsa report trust_survey --network example</code>" in shown
    page = load_interactive("start").path.read_text(encoding="utf-8")
    assert "the cells" not in page
    assert "JupyterLab" not in page
