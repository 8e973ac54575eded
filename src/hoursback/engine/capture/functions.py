"""Business functions, and a guess at the function of an activity from the words in its name."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from enum import StrEnum
from functools import lru_cache


class BusinessFunction(StrEnum):
    """The part of a business that an activity belongs to; an owner may name others."""

    FINANCE = "finance"
    SALES = "sales"
    MARKETING = "marketing"
    CUSTOMER_SUPPORT = "customer support"
    IT = "it"
    WEB = "web"
    HR = "hr"
    OPERATIONS = "operations"
    DELIVERY = "delivery"
    LEADERSHIP = "leadership"
    ADMIN = "admin"


_F = BusinessFunction

TITLES: dict[str, str] = {f.value: f.value.upper() if len(f.value) == 2 else f.value.capitalize() for f in _F}
"""How each function reads at the head of a line."""
CLERICAL = frozenset({_F.ADMIN, _F.FINANCE, _F.CUSTOMER_SUPPORT, _F.OPERATIONS})
"""Functions whose work one clerk could take on together; judged once as a bundle for a full-time post."""
SUPPORT = CLERICAL | {_F.IT, _F.WEB, _F.HR}
"""Functions that keep a business running without being what its customers pay for."""

_WHOLE_WORDS = 3
"""Words up to this length must stand alone ("it", "ads"); longer ones may begin a word ("invoic" in "invoicing")."""
_INSIDE = 7
"""Stems from this length on may stand anywhere in a word, as in German compounds ("Jahresabschluss")."""

# English, then German, French, Spanish; lower case, without accents. Stems are cut where the languages inflect.
_PHRASES: dict[BusinessFunction, str] = {
    _F.CUSTOMER_SUPPORT: "customer support, customer service, customer care, customer question, client support, "
    "onboarding clients, client onboarding, service client, atencion al cliente, help desk",
    _F.MARKETING: "social media, direct mail, email campaign, photo and video, redes sociales, reseaux sociaux",
    _F.SALES: "follow up, follow ups, lead research, lead generation, cold call, cold calls, business development",
    _F.FINANCE: "payment reminder, payment reminders, tax return, expense claims, expense report, accounts payable, "
    "accounts receivable, note de frais, notes de frais",
    _F.HR: "team meeting, team meetings, training staff, staff training, human resources, one on one, "
    "ressources humaines, recursos humanos",
    _F.DELIVERY: "client work, customer work, client project, client projects, client meeting, client meetings, "
    "quality check, travail client",
    _F.IT: "tools and it, data backup",
    _F.WEB: "product listing, product listings",
    _F.ADMIN: "data entry",
}
_WORDS: dict[BusinessFunction, str] = {
    _F.FINANCE: "financ, invoic, billing, bookkeep, accounting, accountant, accounts, payment, payable, receivable, "
    "expense, receipt, payroll, wages, salaries, tax, taxes, vat, budget, bank, banking, reconcil, dunning, cashflow, "
    "buchhalt, rechnung, mahnung, mahnwesen, steuer, steuererklarung, umsatzsteuer, finanz, lohn, lohne, "
    "lohnabrechnung, spesen, zahlung, belege, jahresabschluss, kasse, "
    "factur, compta, comptab, tresorerie, impot, paie, tva, contabil, impuesto, nomina, pagos, iva, gastos",
    _F.SALES: "sales, selling, prospect, lead, leads, proposal, quote, quotes, quotation, offer, offers, pitch, deal, "
    "deals, crm, outreach, pipeline, tender, demo, demos, "
    "vertrieb, verkauf, angebot, akquise, vente, ventes, devis, ventas, presupuesto, cotizacion",
    _F.MARKETING: "marketing, newsletter, blog, campaign, advert, ads, branding, brand, instagram, linkedin, facebook, "
    "tiktok, youtube, podcast, seo, copywrit, press, mailchimp, "
    "werbung, werbe, kampagne, anzeigen, publicite, campagne, publicidad, campana, mercadeo",
    _F.CUSTOMER_SUPPORT: "support, helpdesk, ticket, tickets, complaint, refund, returns, "
    "kundendienst, kundenservice, kundensupport, reklamation, beschwerde, reclamation, soporte, reclamo, soutien",
    _F.IT: "it, server, servers, software, hardware, laptop, printer, network, wifi, backup, backups, password, "
    "sysadmin, devops, security, edv, rechner, drucker, netzwerk, sicherung, informatique, informatica",
    _F.WEB: "web, website, site, webshop, webseite, wordpress, homepage, shop, onlineshop, shopify, landing, "
    "internetauftritt, siteweb, pagina",
    _F.HR: "hr, hiring, recruit, interview, interviews, onboarding, staffing, personnel, staff, people, applicant, "
    "applicants, personalwesen, bewerb, einstellung, mitarbeiter, recrutement, embauche, "
    "contratacion, reclutamiento, entretien, entretiens",
    _F.OPERATIONS: "operation, operations, ordering, orders, order, supplier, supplies, purchas, procure, inventory, "
    "stock, shipping, shipment, logistic, warehouse, parcel, packing, facility, maintenance, "
    "einkauf, lager, versand, bestell, lieferant, logistik, betrieb, "
    "achat, achats, livraison, fournisseur, compras, pedido, envio, envios, almacen, proveedor",
    _F.DELIVERY: "delivery, deliverable, production, consult, coaching, design, development, coding, programming, "
    "workshop, revision, revisions, billable, montage, "
    "beratung, entwicklung, produktion, umsetzung, kundenprojekt, auftrag, prestation, produccion, consultoria",
    _F.LEADERSHIP: "leadership, strateg, planning, management, vision, roadmap, okr, okrs, goals, "
    "fuhrung, leitung, planung, geschaftsleitung, direction, pilotage, planification, liderazgo, direccion, "
    "planificacion, estrateg",
}
# Words that say little beside another one ("email campaign", "support calls"): asked only when no other word was found.
_WEAK_WORDS: dict[BusinessFunction, str] = {
    _F.ADMIN: "admin, administ, office, email, emails, mail, mails, inbox, calendar, schedul, appointment, filing, "
    "paperwork, document, documents, report, scan, scanning, phone, call, calls, chat, slack, communication, meeting, "
    "meetings, travel, errand, errands, verwaltung, buro, termin, termine, ablage, post, telefon, besprechung, reise, "
    "bureau, courrier, courriel, reunion, agenda, secretariat, oficina, correo, reuniones, llamadas, administra",
    _F.HR: "train, training, schulung, formation, formacion",
    _F.LEADERSHIP: "learn, course, lernen",
    _F.DELIVERY: "client, clients, customer, customers, kunde, kunden, cliente, clientes, projekt, projet, proyecto",
}


def guess_function(name: str) -> tuple[str, bool]:
    """The function that the words of an activity's name point at.

    The first telling word decides; words such as "email" or "meeting" count only when nothing else tells.

    Returns: the function, and whether a word gave it; admin and False where none did.

    >>> guess_function("Quarterly invoices")
    ('finance', True)
    >>> guess_function("Alder Bakery")
    ('admin', False)
    """
    words = _words_of(name)
    found = _by_phrase(words) or _by_word(words, _STRONG) or _by_word(words, _WEAK)
    return (_F.ADMIN.value, False) if found is None else (found.value, True)


def function_of(stated: str, name: str) -> tuple[str, str]:
    """The function of an activity and where it comes from: "stated", "name" (a word in its name) or "default"."""
    if stated.strip():
        return " ".join(stated.split()).casefold(), "stated"
    function, from_word = guess_function(name)
    return function, "name" if from_word else "default"


def _listed(table: dict[BusinessFunction, str]) -> Iterator[tuple[str, BusinessFunction]]:
    for function, words in table.items():
        for word in words.split(","):
            yield word.strip(), function


_BY_PHRASE = tuple((tuple(phrase.split()), function) for phrase, function in _listed(_PHRASES))
_STRONG = tuple(_listed(_WORDS))
_WEAK = tuple(_listed(_WEAK_WORDS))


def _words_of(name: str) -> list[str]:
    """Lower-case words without accents; "it" is a function only in capitals or alone, else it is a pronoun."""
    plain = "".join(c for c in unicodedata.normalize("NFKD", name) if not unicodedata.combining(c))
    words = re.findall(r"[^\W_]+", plain)
    return [word.casefold() for word in words if word not in ("it", "It") or len(words) == 1]


def _by_phrase(words: list[str]) -> BusinessFunction | None:
    for start in range(len(words)):
        for phrase, function in _BY_PHRASE:
            if tuple(words[start : start + len(phrase)]) == phrase:
                return function
    return None


def _by_word(words: list[str], stems: tuple[tuple[str, BusinessFunction], ...]) -> BusinessFunction | None:
    for word in words:
        fitting = [(word.startswith(stem), len(stem), function) for stem, function in stems if _fits(word, stem)]
        if fitting:
            # How a word begins tells more than what is inside ("Bewerbung" is not about "Werbung"), a long stem more
            # than a short one ("leadership" is not about leads).
            return max(fitting)[2]
    return None


@lru_cache(maxsize=4096)
def _fits(word: str, stem: str) -> bool:
    if word == stem:
        return True
    if len(stem) <= _WHOLE_WORDS:
        return False
    return word.startswith(stem) or (len(stem) >= _INSIDE and stem in word)
