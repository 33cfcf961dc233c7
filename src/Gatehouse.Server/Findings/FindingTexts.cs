using System.Text.Json.Nodes;

using Gatehouse.Server.Mail;

namespace Gatehouse.Server.Findings;

/// <summary>What a finding says to a person, in one sentence or two: what is so, and what to do.</summary>
static class FindingTexts
{
    public static string Line(string language, Finding finding)
    {
        var details = finding.Details is { } json ? JsonNode.Parse(json) as JsonObject : null;
        string Of(string name) => details?[name]?.ToString() ?? "?";
        var isGerman = language == MailLanguage.German;
        return finding.Kind switch
        {
            FindingKinds.SignedInBeforeProvisioning => isGerman
                ? $"{Of("address")} hat sich angemeldet, bevor die Bereitstellung diese Person geliefert hat. Prüfen Sie in Entra unter Bereitstellungsprotokolle, ob sie zugewiesen ist und warum sie nicht ankommt."
                : $"{Of("address")} signed in before provisioning delivered this person. Look into Entra's provisioning logs: is the person assigned, and why does it not arrive?",
            FindingKinds.IdentityConflict => isGerman
                ? $"{finding.Subject} gehört hier schon zu einer anderen Kennung des Identitätsanbieters {Of("federation")}. Die Anmeldung wurde abgelehnt. Ist die Adresse neu vergeben, löschen Sie zuerst die frühere Person."
                : $"{finding.Subject} belongs here to another id of the identity provider {Of("federation")} already. The sign-in was refused. If the address was given to somebody new, delete the former person first.",
            FindingKinds.CertificateEnds => isGerman
                ? $"Das Signaturzertifikat des Identitätsanbieters {Of("federation")} endet am {Of("endsAt")}. Erneuern Sie es dort vorher. Hier wird das neue aus den Metadaten übernommen; wurden sie als Datei eingetragen, tragen Sie die neue Datei ein, sonst kann sich niemand mehr anmelden."
                : $"The signing certificate of the identity provider {Of("federation")} ends on {Of("endsAt")}. Renew it there before. The new one is taken over from the metadata here; if those were given as a file, give the new file, or nobody can sign in any more.",
            FindingKinds.SecretEnds => isGerman
                ? $"Das Client Secret für den Identitätsanbieter {Of("federation")} endet am {Of("endsAt")}. Danach kann sich niemand mehr anmelden. Legen Sie ein neues an und tragen Sie es hier ein."
                : $"The client secret for the identity provider {Of("federation")} ends on {Of("endsAt")}. Nobody can sign in after that. Create a new one and enter it here.",
            FindingKinds.MetadataUnreachable => isGerman
                ? $"Die Metadaten des Identitätsanbieters {Of("federation")} konnten nicht geholt werden: {Of("reason")} Die zuletzt geholten gelten weiter."
                : $"The metadata of the identity provider {Of("federation")} could not be fetched: {Of("reason")} The last ones stay in use.",
            FindingKinds.DomainProofLost => isGerman
                ? $"Im DNS fehlt der TXT-Eintrag {Of("record")}, der beweist, dass {finding.Subject} Ihnen gehört. Tragen Sie ihn wieder ein, sonst meldet sich ab {Of("until")} niemand mehr über diese Domain an."
                : $"The TXT record {Of("record")} that proves that {finding.Subject} is yours is missing in the DNS. Enter it again, or nobody signs in by this domain from {Of("until")} on.",
            _ => $"{finding.Kind}: {finding.Subject}",
        };
    }
}
