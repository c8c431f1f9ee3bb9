using System.Text.Json;
using KernelGuard.Policies.Reading;

namespace KernelGuard.Cli.CallLines;

/// <summary>The members of a JSON object, each read once and with its type. A member that is null counts as absent.</summary>
/// <remarks>What has the wrong type is an <see cref="EnvelopeException"/> that names the key.</remarks>
internal sealed class Envelope
{
    private readonly Dictionary<string, JsonElement> _members = new(StringComparer.Ordinal);
    private readonly string _prefix;

    /// <summary>Reads an object's members.</summary>
    /// <param name="json">The object.</param>
    /// <param name="keys">The keys that mean something, which must not stand twice. All others are passed over.</param>
    /// <param name="prefix">What stands before a key in messages, such as <c>user.</c>.</param>
    public Envelope(JsonElement json, IReadOnlyCollection<string> keys, string prefix = "")
    {
        _prefix = prefix;
        foreach (var member in json.EnumerateObject())
        {
            if (keys.Contains(member.Name) && !_members.TryAdd(member.Name, member.Value))
            {
                throw new EnvelopeException($"`{_prefix}{member.Name}` stands twice");
            }
        }
    }

    /// <summary>A value of any kind, or null.</summary>
    public JsonElement? Any(string key) =>
        _members.TryGetValue(key, out var value) && value.ValueKind != JsonValueKind.Null ? value : null;

    /// <summary>A string, or null.</summary>
    public string? Text(string key) => Any(key) is not { } value
        ? null
        : value.ValueKind == JsonValueKind.String ? value.GetString() : throw Wrong(key, "a string");

    /// <summary>A Boolean; false where it is absent.</summary>
    public bool Flag(string key) => Any(key) is { } value
        && (value.ValueKind is JsonValueKind.True or JsonValueKind.False ? value.GetBoolean() : throw Wrong(key, "true or false"));

    /// <summary>A string of at least one character, or null.</summary>
    public string? Name(string key) => Text(key) is not "" and var name ? name : throw Wrong(key, "a string of at least one character");

    /// <summary>An array of strings, or null.</summary>
    public IReadOnlyList<string>? Texts(string key)
    {
        if (Any(key) is not { } value)
        {
            return null;
        }

        return value.ValueKind == JsonValueKind.Array && value.EnumerateArray().All(item => item.ValueKind == JsonValueKind.String)
            ? [.. value.EnumerateArray().Select(item => item.GetString()!)]
            : throw Wrong(key, "an array of strings");
    }

    /// <summary>An object of facts, or null. Its keys stand once.</summary>
    public IReadOnlyDictionary<string, object?>? Facts(string key)
    {
        if (Any(key) is not { } value)
        {
            return null;
        }

        if (value.ValueKind != JsonValueKind.Object)
        {
            throw Wrong(key, "an object");
        }

        var facts = new Dictionary<string, object?>(StringComparer.Ordinal);
        foreach (var fact in value.EnumerateObject())
        {
            if (!facts.TryAdd(fact.Name, fact.Value.Clone()))
            {
                throw new EnvelopeException($"`{_prefix}{key}` holds a key twice");
            }
        }

        return facts;
    }

    /// <summary>A moment, or null.</summary>
    public DateTimeOffset? Time(string key)
    {
        if (Text(key) is not { } text)
        {
            return null;
        }

        return CallTime.Read(text, out var expected) ?? throw Wrong(key, expected!);
    }

    /// <summary>A day, which begins at midnight in UTC, or a moment; or null. What <c>agents:</c> of a policy takes is taken.</summary>
    public DateTimeOffset? Date(string key)
    {
        if (Text(key) is not { } text)
        {
            return null;
        }

        return DateText.Parse(text) ?? CallTime.Read(text, out _) ?? throw Wrong(key, "a date such as 2026-11-20 or a time such as 2026-11-20T10:00:00Z");
    }

    private EnvelopeException Wrong(string key, string expected) => new($"`{_prefix}{key}` is not {expected}");
}
