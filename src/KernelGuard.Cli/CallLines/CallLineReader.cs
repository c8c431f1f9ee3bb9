using System.Text.Json;
using System.Text.Unicode;
using KernelGuard.Calls;

namespace KernelGuard.Cli.CallLines;

/// <summary>Reads a line as a call. The envelope is read strictly; the arguments are taken as they are, for the guard to judge.</summary>
internal static class CallLineReader
{
    private static readonly string[] CallKeys =
    [
        "id", "session", "agent", "user", "tool", "source", "args", "resource", "context", "env", "batch", "direct", "needs_approval",
        "follows_tool_results", "time", "result", "error", "user_text",
    ];

    // Results of tools nest as they like; the reader does not recurse.
    private static readonly JsonDocumentOptions Options = new() { MaxDepth = 1_000 };

    /// <summary>The keys of an agent.</summary>
    public static IReadOnlyList<string> AgentKeys { get; } = ["id", "roles", "trust", "since", "attributes"];

    /// <summary>The keys of a user.</summary>
    public static IReadOnlyList<string> UserKeys { get; } = ["id", "roles", "tenant", "workspace", "attributes"];

    /// <summary>Reads one line.</summary>
    /// <param name="line">The line; overwritten in part.</param>
    /// <param name="call">The call; its tool is null where the line holds conversation text only.</param>
    /// <returns>What is wrong with the envelope, or null.</returns>
    public static string? Read(InputLine line, out CallLine call)
    {
        call = new CallLine();
        if (line.IsTooLong)
        {
            return $"the line is longer than {LineReader.DefaultMaxLineBytes} bytes";
        }

        if (!Utf8.IsValid(line.Bytes.Span))
        {
            return "the line is not valid UTF-8";
        }

        try
        {
            call = Read(line.Bytes);
            return null;
        }
        catch (EnvelopeException e)
        {
            return e.Message;
        }
        catch (JsonException e)
        {
            return $"the line is not valid JSON at byte {(e.BytePositionInLine ?? 0) + 1}";
        }
        catch (InvalidOperationException)
        {
            // What reading text throws for an escape such as \ud800 without its other half.
            return "the line holds text with half of a surrogate pair";
        }
    }

    private static CallLine Read(Memory<byte> line)
    {
        var arguments = new ArgumentsCutter(line.Span).Cut();
        using var document = JsonDocument.Parse(line, Options);
        if (document.RootElement.ValueKind != JsonValueKind.Object)
        {
            throw new EnvelopeException("the line is not a JSON object");
        }

        var envelope = new Envelope(document.RootElement, CallKeys);
        var tool = envelope.Name("tool");
        if (envelope.Text("user_text") is null && tool is null)
        {
            throw new EnvelopeException("the line has neither `tool` nor `user_text`");
        }

        if (envelope.Any("result") is not null && envelope.Any("error") is not null)
        {
            throw new EnvelopeException("the line has both `result` and `error`");
        }

        return new CallLine
        {
            Tool = tool,
            ArgumentsJson = arguments ?? "{}",
            Id = envelope.Text("id"),
            Session = envelope.Name("session"),
            Agent = ReadAgent(envelope),
            User = ReadUser(envelope),
            Source = envelope.Text("source"),
            Resource = envelope.Facts("resource"),
            Context = envelope.Facts("context"),
            Environment = envelope.Facts("env"),
            Batch = envelope.Text("batch"),
            IsDirect = envelope.Flag("direct"),
            NeedsApproval = envelope.Flag("needs_approval"),
            FollowsToolResults = envelope.Flag("follows_tool_results"),
            Time = envelope.Time("time"),
            Result = envelope.Any("result")?.Clone(),
            Error = envelope.Any("error") is { } error ? ErrorText(error) : null,
        };
    }

    private static string ErrorText(JsonElement error) =>
        error.ValueKind == JsonValueKind.String ? error.GetString()! : error.GetRawText();

    private static AgentIdentity? ReadAgent(Envelope envelope)
    {
        if (envelope.Any("agent") is not { ValueKind: JsonValueKind.Object } json)
        {
            return envelope.Name("agent");
        }

        var agent = new Envelope(json, AgentKeys, "agent.");
        return Identity("agent", () => new AgentIdentity(
            IdOf(agent, "agent"), agent.Facts("attributes"), agent.Texts("roles"), agent.Text("trust"), agent.Date("since")));
    }

    private static UserIdentity? ReadUser(Envelope envelope)
    {
        if (envelope.Any("user") is not { ValueKind: JsonValueKind.Object } json)
        {
            return envelope.Name("user");
        }

        var user = new Envelope(json, UserKeys, "user.");
        return Identity("user", () => new UserIdentity(
            IdOf(user, "user"), user.Texts("roles"), user.Text("tenant"), user.Text("workspace"), user.Facts("attributes")));
    }

    private static string IdOf(Envelope identity, string key) =>
        identity.Name("id") ?? throw new EnvelopeException($"`{key}` has no `id`");

    private static T Identity<T>(string key, Func<T> create)
    {
        try
        {
            return create();
        }
        catch (ArgumentException)
        {
            // Attributes that cannot be frozen: keys that differ only by case, numbers that no double holds.
            throw new EnvelopeException($"`{key}` has attributes that cannot be judged");
        }
    }
}
