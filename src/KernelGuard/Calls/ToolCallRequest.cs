namespace KernelGuard.Calls;

/// <summary>
/// One call as it is judged: frozen, normalised facts. What is in here is what rules see, what is hashed and recorded, and what the tool gets.
/// </summary>
/// <remarks>Immutable and safe to share between threads, except for what an <see cref="OpaqueValue"/> refers to.</remarks>
public sealed class ToolCallRequest
{
    private string? _traceId;
    private string? _argumentsHash;

    internal ToolCallRequest(DecisionId id, DateTimeOffset time, ToolFacts tool, FrozenObject arguments, Caller caller)
    {
        Id = id;
        Time = time;
        Tool = tool;
        Arguments = arguments;
        Caller = caller;
    }

    /// <summary>Copies a request, so that single facts of it can be replaced.</summary>
    internal ToolCallRequest(ToolCallRequest other)
        : this(other.Id, other.Time, other.Tool, other.Arguments, other.Caller)
    {
        HasSchema = other.HasSchema;
        ArgumentSchema = other.ArgumentSchema;
        ResultSchema = other.ResultSchema;
        Resource = other.Resource;
        Context = other.Context;
        Environment = other.Environment;
        FactFailures = other.FactFailures;
        GivenResource = other.GivenResource;
        GivenContext = other.GivenContext;
        CallId = other.CallId;
        BatchId = other.BatchId;
        TicketId = other.TicketId;
        Source = other.Source;
        IsDirect = other.IsDirect;
        FollowsToolResults = other.FollowsToolResults;
        NeedsApproval = other.NeedsApproval;
        Problem = other.Problem;
        Unreadable = other.Unreadable;
        IgnoredArguments = other.IgnoredArguments;
        PayloadChars = other.PayloadChars;
        SpanId = other.SpanId;
        _traceId = other._traceId;
    }

    /// <summary>The id of the decision about this call.</summary>
    public DecisionId Id { get; private init; }

    /// <summary>When the call was made, in UTC; <c>request.time</c> in conditions.</summary>
    public DateTimeOffset Time { get; private init; }

    /// <summary>The tool.</summary>
    public ToolFacts Tool { get; private init; }

    /// <summary>Where the tool comes from, as the seam knows it; "" where it does not say.</summary>
    public string Source { get; init; } = "";

    /// <summary>The arguments, normalised. Empty where they could not be read (see <see cref="Problem"/>).</summary>
    public FrozenObject Arguments { get; }

    /// <summary>Whether a schema of the tool gave the arguments their spelling and types. Without one, conditions look keys up ignoring case.</summary>
    public bool HasSchema { get; init; }

    /// <summary>The schema of the arguments that came with the call, or null.</summary>
    internal ArgumentSchema? ArgumentSchema { get; init; }

    /// <summary>The schema of the result that came with the call, or null.</summary>
    internal ResultSchema? ResultSchema { get; init; }

    /// <summary>Who is acting.</summary>
    public Caller Caller { get; init; }

    /// <summary>Facts about the resource; an absent fact is an error to read.</summary>
    public FrozenObject Resource { get; init; } = FrozenObject.Empty;

    /// <summary>Business facts; an absent fact is an error to read.</summary>
    public FrozenObject Context { get; init; } = FrozenObject.Empty;

    /// <summary>Facts about the environment; an absent fact is an error to read.</summary>
    public FrozenObject Environment { get; init; } = FrozenObject.Empty;

    /// <summary>What of the declared facts is missing.</summary>
    internal IReadOnlyList<FactFailure> FactFailures { get; init; } = [];

    /// <summary>What the host said of the resource, where <see cref="Resource"/> was completed since; else null.</summary>
    internal FrozenObject? GivenResource { get; init; }

    /// <summary>What the host said of the business context, where <see cref="Context"/> was completed since; else null.</summary>
    internal FrozenObject? GivenContext { get; init; }

    /// <summary>The id that the model's provider gave the call, or null.</summary>
    public string? CallId { get; init; }

    /// <summary>What the calls of one model turn share, or null.</summary>
    public string? BatchId { get; init; }

    /// <summary>The approval ticket with which the call stands or falls, or null.</summary>
    public string? TicketId { get; init; }

    /// <summary>Whether code made the call rather than a model.</summary>
    public bool IsDirect { get; init; }

    /// <summary>Whether the conversation that the call comes from already holds results of tools.</summary>
    public bool FollowsToolResults { get; init; }

    /// <summary>Whether the tool itself is marked as one to which a person has to agree.</summary>
    public bool NeedsApproval { get; init; }

    /// <summary>What makes the call impossible to judge by rules, or null.</summary>
    public CallProblem? Problem { get; init; }

    /// <summary>The problem that left arguments or facts unread, or null. Even observe mode cannot run such a call.</summary>
    internal CallProblem? Unreadable { get; init; }

    /// <summary>Names of arguments of a direct call that the tool does not know and that were left out.</summary>
    public IReadOnlyList<string> IgnoredArguments { get; init; } = [];

    /// <summary>The size of the arguments, counted as <see cref="CallLimits.MaxPayloadChars"/> counts.</summary>
    public int PayloadChars { get; init; }

    /// <summary>The W3C trace id: the ambient one, else one made from the decision's id.</summary>
    public string TraceId
    {
        get => _traceId ??= Id.ToTraceId();
        init => _traceId = value;
    }

    /// <summary>The W3C id of the ambient span, or null.</summary>
    public string? SpanId { get; init; }

    /// <summary>The same request to another tool: a substitute.</summary>
    internal ToolCallRequest To(ToolFacts tool) => new(this) { Tool = tool };

    /// <summary>The same request, made again: what was read of it stays as it is.</summary>
    /// <param name="id">The id of the decision to come.</param>
    /// <param name="time">When it is made again.</param>
    /// <param name="caller">Who is acting now.</param>
    internal ToolCallRequest MadeAgain(DecisionId id, DateTimeOffset time, Caller caller) =>
        new(this) { Id = id, Time = time.ToUniversalTime(), Caller = caller, Problem = Problem ?? caller.Problem };

    /// <summary>SHA-256 over the RFC 8785 form of the arguments, or over what is wrong with them where they could not be read.</summary>
    /// <remarks>Of the plain values: it identifies a call within the process and never leaves it. Evidence has a hash of its own, with redacted values replaced.</remarks>
    internal string ArgumentsHash => _argumentsHash ??= CanonicalJson.Hash(Unreadable is null ? Arguments : Unreadable.Message);
}
