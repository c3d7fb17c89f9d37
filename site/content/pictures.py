"""The site's own drawings and signs, by name. The files are under ``static/img``."""

from django.utils.translation import gettext_lazy as _

DRAWINGS = [
    ("accueil", _("Une famille devant le panneau d’affichage")),
    ("atelier", _("Des parents autour d’une table")),
    ("telephone", _("Une main et un téléphone")),
    ("ecole", _("L’entrée de l’école")),
    ("visio", _("Une rencontre en vidéo")),
    ("salon", _("Un parent et un enfant sur le canapé")),
    ("devoirs", _("Les devoirs à deux")),
    ("jeux", _("Deux personnes qui jouent")),
    ("messages", _("Des bulles de messages")),
    ("cle", _("Un cadenas et une clé")),
    ("loupe", _("Une loupe sur une image")),
    ("courrier", _("Une lettre à l’enseignant")),
    ("sommeil", _("La nuit, le téléphone au repos")),
    ("fete", _("Des stands et des fanions")),
    ("carte", _("Une carte et un repère")),
    ("vide", _("Un panneau vide")),
    ("confirme", _("Une date cochée")),
    ("attente", _("Un banc et une horloge")),
    ("annule", _("Une date barrée")),
    ("relais", _("Une personne passe le relais")),
    ("bourse", _("Une enveloppe et des pièces")),
    ("bulletin", _("Un bulletin scolaire")),
    ("equipement", _("Un ordinateur prêté")),
]

SIGNS = [
    ("suivi-scolarite", _("Carnet")),
    ("educonnect-demarches", _("Formulaire")),
    ("bases-numeriques", _("Premiers pas")),
    ("ecrans-equilibre", _("Balance")),
    ("controle-parental", _("Réglages")),
    ("reseaux-sociaux", _("Réseau")),
    ("cyberharcelement", _("Bouclier")),
    ("jeux-video", _("Manette")),
    ("info-desinformation", _("Journal")),
    ("ia", _("Étincelle")),
    ("donnees-vie-privee", _("Cadenas")),
    ("devoirs-apprendre", _("Livre")),
    ("orientation", _("Boussole")),
    ("handicap-inclusion", _("Mains")),
    ("equipement-connexion", _("Ordinateur")),
    ("formation-relais", _("Relais")),
]

#: From « pas du tout » to « tout à fait »: the faces of a scale of four steps.
FACES = ["visage-1", "visage-2", "visage-3", "visage-4"]
