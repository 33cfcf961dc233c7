namespace Gatehouse.Server.Mail;

/// <summary>What happened to the ways in which a person proves who they are.</summary>
enum FactorChange
{
    PasskeyAdded,
    PasskeyRemoved,
    AuthenticatorAdded,
    AuthenticatorRemoved,
    EmailAdded,
    EmailRemoved,
    RecoveryCodesCreated,
    RecoveryCodeUsed,
}
