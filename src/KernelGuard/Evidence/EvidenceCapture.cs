using System.Collections.Immutable;

namespace KernelGuard.Evidence;

/// <summary>What of a call's values the evidence holds. Immutable.</summary>
public sealed record EvidenceCapture
{
    /// <summary>The keys whose values are redacted unless <see cref="SensitiveKeys"/> says otherwise.</summary>
    public static ImmutableArray<string> DefaultSensitiveKeys { get; } =
    [
        "password", "passwords", "passwd", "pwd", "passphrase", "passcode", "pass_word",
        "secret", "secrets", "credential", "credentials",
        "token", "access_token", "refresh_token", "id_token", "auth_token", "session_token", "bearer",
        "api_key", "api_keys", "access_key", "secret_key", "private_key", "signing_key", "encryption_key", "connection_string",
        "authorization", "cookie", "cookies", "set_cookie", "session", "session_id",
        "ssn", "social_security_number", "iban", "card_number", "cvv", "cvc", "pin", "otp",
    ];

    /// <summary>How much is held.</summary>
    /// <value>The default is <see cref="CaptureMode.Redacted"/>.</value>
    public CaptureMode Mode { get; init; }

    /// <summary>Keys whose values are redacted in <see cref="CaptureMode.Redacted"/>.</summary>
    /// <value>The default is <see cref="DefaultSensitiveKeys"/>.</value>
    /// <remarks>
    /// A key is compared word by word, split at every sign that is no letter and between <c>camelCase</c> words, ignoring case: <c>api_key</c>
    /// covers <c>apiKey</c>, <c>X-API-Key</c> and <c>apikey</c>; <c>token</c> covers <c>userToken</c>, and not <c>max_tokens</c>.
    /// </remarks>
    public ImmutableArray<string> SensitiveKeys { get; init; } = DefaultSensitiveKeys;

    /// <summary>Whether an outcome record holds what the tool returned, captured like arguments, beside its hash.</summary>
    /// <value>The default is false: the hash alone.</value>
    public bool IncludeOutput { get; init; }
}
