namespace KernelGuard.Calls;

/// <summary>A tool call as the host received it: what a model, or code, wants to run. Nothing in it has been checked yet.</summary>
/// <remarks>
/// Who is acting is not part of a call: the host says so with <c>guard.BeginScope</c>, so that nothing a model writes can change it.
/// The guard copies the arguments before it judges them; later changes to the caller's dictionary change nothing.
/// </remarks>
public sealed class ToolCall
{
    /// <summary>Creates a call from argument values.</summary>
    /// <param name="tool">The tool's name, as the host registered it.</param>
    /// <param name="arguments">
    /// JSON-like values: null, bool, numbers, strings, dictionaries with string keys, lists, <see cref="System.Text.Json.JsonElement"/> and nodes.
    /// Guids, dates, times, <see cref="Uri"/> and enums become their text, in every culture the same; collections are read once.
    /// Anything else (a stream, a chat history) is opaque: passed on by reference, recorded by type, unreadable by conditions.
    /// </param>
    public ToolCall(string tool, IReadOnlyDictionary<string, object?>? arguments = null)
    {
        ArgumentException.ThrowIfNullOrEmpty(tool);
        Tool = tool;
        Arguments = arguments;
    }

    private ToolCall(string tool, string argumentsJson)
    {
        Tool = tool;
        ArgumentsJson = argumentsJson;
    }

    /// <summary>Creates a call from the arguments' JSON text, so that the guard sees what a parser would hide: duplicate keys, NaN, depth.</summary>
    /// <param name="tool">The tool's name, as the host registered it.</param>
    /// <param name="argumentsJson">A JSON object. Text that is no JSON object makes the guard refuse the call, it does not throw here.</param>
    public static ToolCall FromJson(string tool, string argumentsJson)
    {
        ArgumentException.ThrowIfNullOrEmpty(tool);
        ArgumentNullException.ThrowIfNull(argumentsJson);
        return new ToolCall(tool, argumentsJson);
    }

    /// <summary>Creates a call whose arguments the host could not parse. It is always refused.</summary>
    /// <param name="tool">The tool's name.</param>
    /// <param name="callId">The id that the model's provider gave the call, if any.</param>
    public static ToolCall Unreadable(string tool, string? callId = null)
    {
        ArgumentException.ThrowIfNullOrEmpty(tool);
        return new ToolCall(tool, argumentsJson: "") { CallId = callId };
    }

    /// <summary>The tool's name, as the host registered it.</summary>
    public string Tool { get; }

    /// <summary>The argument values, or null where there are none or they were given as JSON text.</summary>
    public IReadOnlyDictionary<string, object?>? Arguments { get; }

    /// <summary>The arguments as JSON text, or null where they were given as values. Where both are given, the text counts.</summary>
    public string? ArgumentsJson { get; init; }

    /// <summary>The schema of the tool's arguments as the caller knows it; used where neither the guard's list of tools nor a policy document has one.</summary>
    public ArgumentSchema? Schema { get; init; }

    /// <summary>The schema of what the tool returns as the caller knows it, for calls that are simulated; used where neither a policy document nor the guard's list of tools has one.</summary>
    public ResultSchema? Returns { get; init; }

    /// <summary>Where the tool comes from: <c>sk</c>, <c>ai</c> or <c>mcp:</c> and the server's name; <c>tool.source</c> in conditions. Set by the seam.</summary>
    public string? Source { get; init; }

    /// <summary>Where the host knows that there is no such tool: the names of those it offered. Such a call is refused.</summary>
    /// <value>The default is null: the tool exists, or the host does not know.</value>
    public IReadOnlyCollection<string>? OfferedInstead { get; init; }

    /// <summary>Whether the host knows that more than one tool answers to the name. Such a call is refused.</summary>
    public bool IsAmbiguous { get; init; }

    /// <summary>Whether the tool itself is marked as one to which a person has to agree. What policy permits then waits for approval.</summary>
    public bool NeedsApproval { get; init; }

    /// <summary>The id that the model's provider gave the call, if any.</summary>
    public string? CallId { get; init; }

    /// <summary>What calls of one model turn share, if the host knows it.</summary>
    public string? BatchId { get; init; }

    /// <summary>The approval ticket that this call makes use of, where the host resumes a call that a person has answered.</summary>
    /// <value>
    /// The default is null: the call is judged, and finds its ticket if it needs one. With an id it runs only if policy still permits it, the ticket was
    /// opened for exactly this call and is approved; then the ticket is used up, also where policy would not ask any more.
    /// </value>
    public string? TicketId { get; init; }

    /// <summary>Whether code made this call rather than a model. Unknown arguments of direct calls are left out and recorded; a model's are refused.</summary>
    /// <value>The default is false: a call counts as the model's unless the host says otherwise.</value>
    public bool IsDirect { get; init; }

    /// <summary>Whether the conversation that the call comes from already holds results of tools. A session of which the guard knows nothing then counts as marked with every label.</summary>
    /// <value>The default is false: the host does not know.</value>
    public bool FollowsToolResults { get; init; }

    /// <summary>Facts about the resource that the call concerns, from a source the model cannot write; <c>resource</c> in conditions.</summary>
    public IReadOnlyDictionary<string, object?>? Resource { get; init; }

    /// <summary>Business facts from a source the model cannot write; <c>context</c> in conditions.</summary>
    public IReadOnlyDictionary<string, object?>? Context { get; init; }

    /// <summary>Facts about the environment, such as its name; <c>env</c> in conditions.</summary>
    public IReadOnlyDictionary<string, object?>? Environment { get; init; }

    /// <summary>The same call with other arguments. The host's facts are those that were read when the call was made.</summary>
    internal ToolCall With(IReadOnlyDictionary<string, object?> arguments, ToolCallRequest read) => new(Tool, arguments)
    {
        Schema = Schema,
        Returns = Returns,
        Source = Source,
        OfferedInstead = OfferedInstead,
        IsAmbiguous = IsAmbiguous,
        NeedsApproval = NeedsApproval,
        CallId = CallId,
        BatchId = BatchId,
        TicketId = TicketId,
        IsDirect = IsDirect,
        FollowsToolResults = FollowsToolResults,
        Resource = read.GivenResource ?? read.Resource,
        Context = read.GivenContext ?? read.Context,
        Environment = read.Environment,
    };
}
