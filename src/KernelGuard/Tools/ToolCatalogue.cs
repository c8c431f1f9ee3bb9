using System.Collections.Frozen;
using System.Diagnostics;
using KernelGuard.Calls;
using KernelGuard.Calls.Freezing;
using KernelGuard.Tools.Schemas;

namespace KernelGuard.Tools;

/// <summary>The tools that calls can reach, and how a call becomes a request that rules can judge. Immutable and safe to share.</summary>
/// <remarks>Names compare ignoring case and otherwise as they are: nothing is trimmed, no separator is guessed, no look-alike is folded.</remarks>
internal sealed class ToolCatalogue
{
    private readonly FrozenDictionary<string, ToolEntry> _entries;
    private readonly FrozenSet<string> _ambiguous;
    private readonly IReadOnlyList<string> _offered;
    private readonly CallLimits _limits;

    private ToolCatalogue(ToolCatalogueBuilder builder, bool closed, CallLimits limits)
    {
        _entries = builder.Entries.ToFrozenDictionary(StringComparer.OrdinalIgnoreCase);
        _ambiguous = builder.Ambiguous.ToFrozenSet(StringComparer.OrdinalIgnoreCase);
        Tools = [.. builder.Entries.Values.Distinct()];
        _offered = [.. Tools.Where(static tool => tool.IsOffered).Select(static tool => tool.Facts.Name).Order(StringComparer.Ordinal)];
        IsClosed = closed;
        _limits = limits;
    }

    /// <summary>All tools, each once.</summary>
    public IReadOnlyList<ToolEntry> Tools { get; }

    /// <summary>Whether these are all tools.</summary>
    public bool IsClosed { get; }

    /// <summary>Makes a catalogue.</summary>
    /// <param name="hostTools">The tools that the host registered.</param>
    /// <param name="closed">Whether these are all tools, so that a call to any other is refused.</param>
    /// <param name="declarations">What policy documents say of tools.</param>
    /// <param name="limits">How large the arguments of one call may be.</param>
    /// <returns>The catalogue, and every error. With errors it is safe to use, and refuses calls of the tools concerned.</returns>
    public static (ToolCatalogue Catalogue, IReadOnlyList<ToolCatalogueError> Errors) Create(
        IEnumerable<ToolDescriptor> hostTools, bool closed, IEnumerable<ToolDeclaration> declarations, CallLimits limits)
    {
        var builder = new ToolCatalogueBuilder();
        builder.AddHosted(hostTools);
        builder.AddDeclared(declarations);
        builder.AddUndeclared();
        return (new ToolCatalogue(builder, closed, limits), builder.Errors);
    }

    /// <summary>What is known of a tool, by its name or another of its spellings; null where nothing is.</summary>
    public ToolEntry? Find(string name) => _entries.GetValueOrDefault(name);

    /// <summary>The schema by which the arguments of a call are judged, or null.</summary>
    public ToolSchema? SchemaOf(ToolCall call) => SeamSchemas.Complete(Find(call.Tool), call.Schema)?.Schema;

    /// <summary>All names that stand for the same tool as a name does; itself alone where nothing more is known.</summary>
    public IReadOnlyList<string> SpellingsOf(string name) => Find(name) is { Spellings: { } spellings } ? spellings : [name];

    /// <summary>Finds the result that a document records for exactly the arguments of a call.</summary>
    public bool TryFindRecorded(ToolCallRequest request, out object? result)
    {
        result = null;
        return SeamSchemas.Complete(Find(request.Tool.Name), request.ArgumentSchema) is { Recorded: { } recorded } tool
            && recorded.TryFind(tool, request.ArgumentsHash, out result);
    }

    /// <summary>Makes up a result that fits what is known of the results of the tool.</summary>
    public bool TryMakeResult(ToolCallRequest request, out object? result)
    {
        result = null;
        var shape = Find(request.Tool.Name)?.Returns ?? SeamSchemas.ShapeOf(request.ResultSchema);
        return shape is not null && shape.TryMake(out result);
    }

    /// <summary>Makes a request of a call. It never throws for what is in the call.</summary>
    /// <param name="call">The call.</param>
    /// <param name="caller">Who is acting.</param>
    /// <param name="id">The id of the decision to come.</param>
    /// <param name="time">When the call was made.</param>
    public ToolCallRequest Normalize(ToolCall call, Caller caller, DecisionId id, DateTimeOffset time)
    {
        var entry = Find(call.Tool);
        var toolProblem = FindToolProblem(call, entry);
        var arguments = NormalArguments.Read(call, toolProblem is null ? SeamSchemas.Complete(entry, call.Schema) : null, _limits);
        var context = Freeze(call.Context, "context");
        var resource = Freeze(call.Resource, "resource");
        var environment = Freeze(call.Environment, "env");
        var unreadable = arguments.Problem ?? FactProblem(context, resource, environment);
        var activity = Activity.Current is { IdFormat: ActivityIdFormat.W3C } current ? current : null;
        var facts = entry?.Facts ?? new ToolFacts(ToolName.Shown(call.Tool));
        return new ToolCallRequest(id, time.ToUniversalTime(), facts, arguments.Value, caller)
        {
            Source = ToolName.Repair(call.Source ?? ""),
            HasSchema = arguments.HasSchema,
            ArgumentSchema = call.Schema,
            ResultSchema = call.Returns,
            PayloadChars = arguments.PayloadChars,
            IgnoredArguments = arguments.Ignored,
            Context = context.Value,
            Resource = resource.Value,
            Environment = environment.Value,
            CallId = WellFormed(call.CallId),
            BatchId = WellFormed(call.BatchId),
            TicketId = call.TicketId,
            IsDirect = call.IsDirect,
            FollowsToolResults = call.FollowsToolResults,
            NeedsApproval = call.NeedsApproval,
            Problem = toolProblem ?? unreadable ?? caller.Problem,
            Unreadable = unreadable,
            TraceId = activity?.TraceId.ToHexString()!,
            SpanId = activity?.SpanId.ToHexString(),
        };
    }

    private CallProblem? FindToolProblem(ToolCall call, ToolEntry? entry)
    {
        var name = call.Tool;
        if (!ToolName.IsUsable(name))
        {
            return new CallProblem(CallProblemKind.UnknownTool, $"{QuotedText.Quote(name)} is no name of a tool: use one of the tools offered");
        }

        if (call.IsAmbiguous || _ambiguous.Contains(name))
        {
            return new CallProblem(
                CallProblemKind.AmbiguousTool, $"more than one tool answers to {QuotedText.Quote(name)}: it cannot be called until the host renames one");
        }

        if (entry?.Source is { } source && source != call.Source)
        {
            var other = call.Source is null ? "the host does not say where this one comes from" : $"this one comes from {QuotedText.Quote(call.Source)}";
            return new CallProblem(
                CallProblemKind.WrongSource, $"{QuotedText.Quote(name)} must come from {QuotedText.Quote(source)}, and {other}: it cannot be called");
        }

        if (call.OfferedInstead is { } offered)
        {
            return Unknown(name, offered);
        }

        return entry is { Facts.IsSubstitute: true } || (IsClosed && entry is not { IsOffered: true }) ? Unknown(name, _offered) : null;
    }

    private static CallProblem Unknown(string name, IEnumerable<string> offered)
    {
        var nearest = NearestNames.Of(name, offered);
        var advice = nearest.Count == 0 ? "use one of the tools offered" : $"did you mean {NearestNames.ToText(nearest)}?";
        return new CallProblem(CallProblemKind.UnknownTool, $"there is no tool {QuotedText.Quote(name)}: {advice}");
    }

    private FreezeResult Freeze(IReadOnlyDictionary<string, object?>? facts, string root) =>
        ValueFreezer.Freeze(facts, root, _limits, ignoresCase: false);

    // Facts come from the host: what is wrong with them is not the model's to mend, whatever kind of defect it is.
    private static CallProblem? FactProblem(params ReadOnlySpan<FreezeResult> results)
    {
        foreach (var result in results)
        {
            if (result.Problem is { } problem)
            {
                return problem with { Kind = CallProblemKind.MalformedArguments, Message = $"the host's facts cannot be read: {problem.Message}" };
            }
        }

        return null;
    }

    private static string? WellFormed(string? id) => id is null ? null : ToolName.Repair(id);
}
