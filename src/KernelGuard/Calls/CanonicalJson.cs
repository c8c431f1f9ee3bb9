using System.Buffers;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using KernelGuard.Calls.Canonical;

namespace KernelGuard.Calls;

/// <summary>The RFC 8785 form of a value: equal values give equal bytes, whatever the order of keys and the form of numbers were.</summary>
/// <remarks>
/// Frozen values are null, bool, long, double, string, <see cref="FrozenObject"/>, <see cref="FrozenList"/> and <see cref="OpaqueValue"/>, which
/// becomes <c>{"$opaque":"type name"}</c>. Culture has no influence. Thread-safe.
/// </remarks>
public static class CanonicalJson
{
    /// <summary>How deep objects and lists may nest; deeper values are refused.</summary>
    public const int MaxDepth = 128;

    /// <summary>SHA-256 over the canonical form, as <c>sha256:</c> and 64 lower-case hexadecimal digits.</summary>
    /// <param name="value">A frozen value.</param>
    /// <exception cref="ArgumentException">The value has no canonical form: NaN, half a surrogate pair, too deep, or no frozen value.</exception>
    public static string Hash(object? value)
    {
        using var bytes = new CanonicalJsonBuffer();
        Write(bytes, value);
        return CanonicalJsonHash.Of(bytes.Written);
    }

    /// <summary>SHA-256 over the canonical form of parsed JSON, as <c>sha256:</c> and 64 lower-case hexadecimal digits.</summary>
    /// <param name="element">Parsed JSON.</param>
    /// <exception cref="ArgumentException">The element has no canonical form: duplicate keys, an integer that a double cannot hold, too deep.</exception>
    public static string Hash(JsonElement element)
    {
        using var bytes = new CanonicalJsonBuffer();
        Write(bytes, element);
        return CanonicalJsonHash.Of(bytes.Written);
    }

    /// <summary>The canonical form as text.</summary>
    /// <param name="value">A frozen value.</param>
    /// <exception cref="ArgumentException">The value has no canonical form.</exception>
    public static string ToText(object? value)
    {
        using var bytes = new CanonicalJsonBuffer();
        Write(bytes, value);
        return Encoding.UTF8.GetString(bytes.Written);
    }

    /// <summary>Writes the canonical form as UTF-8.</summary>
    /// <param name="output">Where to.</param>
    /// <param name="value">A frozen value.</param>
    /// <exception cref="ArgumentException">The value has no canonical form; part of it may have been written.</exception>
    public static void Write(IBufferWriter<byte> output, object? value)
    {
        ArgumentNullException.ThrowIfNull(output);
        CanonicalJsonWriter.Write(output, value, depth: 0);
    }

    /// <summary>Writes the canonical form of parsed JSON as UTF-8.</summary>
    /// <param name="output">Where to.</param>
    /// <param name="element">Parsed JSON.</param>
    /// <exception cref="ArgumentException">The element has no canonical form; part of it may have been written.</exception>
    public static void Write(IBufferWriter<byte> output, JsonElement element)
    {
        ArgumentNullException.ThrowIfNull(output);
        CanonicalJsonElementWriter.Write(output, element, depth: 0);
    }

    internal static void HashInto(object? value, ReadOnlySpan<byte> prefix, Span<byte> hash)
    {
        using var bytes = new CanonicalJsonBuffer();
        bytes.Write(prefix);
        Write(bytes, value);
        SHA256.HashData(bytes.Written, hash);
    }
}
