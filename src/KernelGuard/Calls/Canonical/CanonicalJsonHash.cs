using System.Security.Cryptography;

namespace KernelGuard.Calls.Canonical;

/// <summary>The one spelling of hashes: <c>sha256:</c> and 64 lower-case hexadecimal digits.</summary>
internal static class CanonicalJsonHash
{
    internal const string Prefix = "sha256:";
    internal const int TextLength = 71;

    /// <summary>Hashes bytes.</summary>
    internal static string Of(ReadOnlySpan<byte> bytes)
    {
        Span<byte> hash = stackalloc byte[SHA256.HashSizeInBytes];
        SHA256.HashData(bytes, hash);
        return ToText(hash);
    }

    /// <summary>Spells a hash.</summary>
    internal static string ToText(ReadOnlySpan<byte> hash) => string.Concat(Prefix, Convert.ToHexStringLower(hash));

    /// <summary>Reads a hash; false where the text is spelled in any other way.</summary>
    internal static bool TryParse(ReadOnlySpan<char> text, Span<byte> hash) =>
        text.Length == TextLength
        && text.StartsWith(Prefix, StringComparison.Ordinal)
        && !text[Prefix.Length..].ContainsAnyInRange('A', 'F')
        && Convert.FromHexString(text[Prefix.Length..], hash, out _, out var written) == System.Buffers.OperationStatus.Done
        && written == SHA256.HashSizeInBytes;
}
