using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.Extensions.AI;

namespace KernelGuard.Extensions.AI;

/// <summary>The places in a request, besides its list of tools, from which a client can send tools to the provider.</summary>
internal static class HiddenTools
{
    // What switches of providers for tools of their own are called. No list is complete: that is why anything that is no plain value needs a permit.
    private static readonly string[] Signs = ["tool", "function", "plugin", "connector", "mcp", "search", "brows", "interpreter", "code_execution", "extra_body"];

    /// <summary>Fails where tools can hide in a request.</summary>
    /// <exception cref="InvalidOperationException">The request carries a raw representation, or additional properties that can hold tools.</exception>
    public static void ThrowIfPossible(ChatOptions? request, ChatPolicyOptions options)
    {
        if (request is { RawRepresentationFactory: not null } && !options.AllowRawRepresentation)
        {
            throw new InvalidOperationException(
                "the request carries a raw representation, in which tools can hide from the guard: "
                + "remove it, or set `AllowRawRepresentation` where only trusted code writes it");
        }

        foreach (var (key, value) in request?.AdditionalProperties ?? [])
        {
            if ((!IsPlain(value) || Speaks(key)) && !options.PermittedProperties.Contains(key))
            {
                throw new InvalidOperationException(
                    $"the request carries the additional property `{key}`, in which tools can hide from the guard: "
                    + "remove it, or add it to `PermittedProperties` where only trusted code writes it");
            }
        }
    }

    private static bool Speaks(string key) => Array.Exists(Signs, sign => key.Contains(sign, StringComparison.OrdinalIgnoreCase));

    // Text can hold JSON, so only text that cannot be an object or a list is plain.
    private static bool IsPlain(object? value) => value switch
    {
        null or bool => true,
        string text => IsPlainText(text),
        JsonElement json => json.ValueKind is not (JsonValueKind.Object or JsonValueKind.Array) && (json.ValueKind != JsonValueKind.String || IsPlainText(json.GetString()!)),
        JsonNode node => node is JsonValue && IsPlainText(node.ToString()),
        _ => value is IConvertible,
    };

    private static bool IsPlainText(string text) => text.AsSpan().TrimStart() is not ['{' or '[', ..];
}
