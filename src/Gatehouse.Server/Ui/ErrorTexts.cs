namespace Gatehouse.Server.Ui;

/// <summary>What a reader is told when there is no page to show: what happened, and what to do.</summary>
public sealed record ErrorTexts(string Title, string Text)
{
    public static ErrorTexts StaleForm(Language language) => language.Choose(
        new ErrorTexts(
            "This page was open for too long",
            "What you sent was not saved, because the page had expired or your browser keeps no cookies. Go back, reload the page, and send it again."),
        new ErrorTexts(
            "Diese Seite war zu lange offen",
            "Ihre Eingaben wurden nicht gespeichert: Die Seite war abgelaufen, oder Ihr Browser nimmt keine Cookies an. Gehen Sie zurück, laden Sie die Seite neu und senden Sie sie noch einmal."));

    public static ErrorTexts ForeignForm(Language language) => language.Choose(
        new ErrorTexts(
            "Another website sent this form",
            "Nothing was changed. Forms are taken from pages of this server only. Open the page here and send it again."),
        new ErrorTexts(
            "Eine andere Website hat dieses Formular gesendet",
            "Es wurde nichts geändert. Formulare werden nur von Seiten dieses Servers angenommen. Öffnen Sie die Seite hier und senden Sie sie noch einmal."));

    public static ErrorTexts For(Language language, int status) => status switch
    {
        StatusCodes.Status401Unauthorized => language.Choose(
            new ErrorTexts("You are not signed in", "This page is for people who have signed in. Start again from the application you came from."),
            new ErrorTexts("Sie sind nicht angemeldet", "Diese Seite ist nur nach einer Anmeldung zu sehen. Beginnen Sie noch einmal in der Anwendung, aus der Sie kamen.")),
        StatusCodes.Status403Forbidden => language.Choose(
            new ErrorTexts("This is not yours to see", "You are signed in, but your account has no right to this page. Ask an administrator of your organization for it."),
            new ErrorTexts("Diese Seite ist nicht für Sie freigegeben", "Sie sind angemeldet, aber Ihr Konto hat kein Recht auf diese Seite. Fragen Sie eine Administratorin oder einen Administrator Ihrer Organisation.")),
        StatusCodes.Status404NotFound => language.Choose(
            new ErrorTexts("There is no page here", "The address may be mistyped, or the page has moved. Go back to the application you came from and start again there."),
            new ErrorTexts("Hier ist keine Seite", "Vielleicht enthält die Adresse einen Tippfehler, oder die Seite ist umgezogen. Gehen Sie zurück zu der Anwendung, aus der Sie kamen, und beginnen Sie dort noch einmal.")),
        StatusCodes.Status413PayloadTooLarge => language.Choose(
            new ErrorTexts("That was too large", "Nothing was saved. Send less at once: a form may hold one megabyte."),
            new ErrorTexts("Das war zu groß", "Es wurde nichts gespeichert. Senden Sie weniger auf einmal: Ein Formular darf ein Megabyte groß sein.")),
        StatusCodes.Status429TooManyRequests => language.Choose(
            new ErrorTexts("Too many requests", "Wait a minute, then try once more. Trying faster makes the wait longer."),
            new ErrorTexts("Zu viele Anfragen", "Warten Sie eine Minute und versuchen Sie es dann noch einmal. Schnellere Versuche verlängern die Wartezeit.")),
        StatusCodes.Status503ServiceUnavailable => language.Choose(
            new ErrorTexts("The server is busy or not complete", "Its database does not answer. Nothing was changed. Try again in a minute."),
            new ErrorTexts("Der Server ist überlastet oder unvollständig", "Seine Datenbank antwortet nicht. Es wurde nichts geändert. Versuchen Sie es in einer Minute noch einmal.")),
        >= 500 => language.Choose(
            new ErrorTexts("The server failed", "This is not your doing, and trying again may help. If it does not, send the number below to whoever runs this server."),
            new ErrorTexts("Der Server hatte einen Fehler", "Das liegt nicht an Ihnen, und ein neuer Versuch kann helfen. Hilft er nicht, geben Sie die Nummer unten an die Betreiber dieses Servers weiter.")),
        _ => language.Choose(
            new ErrorTexts("The request could not be understood", "Nothing was changed. Go back, reload the page, and try again."),
            new ErrorTexts("Die Anfrage war nicht zu verstehen", "Es wurde nichts geändert. Gehen Sie zurück, laden Sie die Seite neu und versuchen Sie es noch einmal.")),
    };
}
