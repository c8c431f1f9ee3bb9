using KernelGuard.Calls;
using KernelGuard.Calls.Freezing;
using KernelGuard.Tools.Schemas;

namespace KernelGuard.Tools;

/// <summary>The arguments of one call after freezing and normalisation.</summary>
/// <param name="Value">The arguments; as they came where they do not fit, empty where they cannot be read.</param>
/// <param name="PayloadChars">Their size.</param>
/// <param name="Problem">What is wrong with them, or null.</param>
internal readonly record struct NormalArguments(FrozenObject Value, int PayloadChars, CallProblem? Problem)
{
    private const string Root = "args";

    /// <summary>Whether a schema gave them their spelling and types.</summary>
    public bool HasSchema { get; init; }

    /// <summary>Paths of what was left out of a direct call.</summary>
    public IReadOnlyList<string> Ignored { get; init; } = [];

    /// <summary>Reads a call's arguments.</summary>
    /// <param name="call">The call.</param>
    /// <param name="tool">What is known of the tool, or null.</param>
    /// <param name="limits">How large they may be.</param>
    public static NormalArguments Read(ToolCall call, ToolEntry? tool, CallLimits limits)
    {
        var schema = tool?.Schema;
        var frozen = call.ArgumentsJson is { } json
            ? JsonArgumentsReader.Read(json, Root, limits, ignoresCase: schema is null)
            : ValueFreezer.Freeze(call.Arguments, Root, limits, ignoresCase: schema is null);
        if (frozen.Problem is null && schema is not null)
        {
            return Apply(schema, frozen, call.IsDirect, limits);
        }

        var broken = tool is { HasBrokenSchema: true }
            ? new CallProblem(CallProblemKind.InvalidArgument, "the schema of the tool cannot be used: it cannot be called until the host mends it")
            : null;
        return new NormalArguments(frozen.Value, frozen.PayloadChars, frozen.Problem ?? broken);
    }

    private static NormalArguments Apply(ToolSchema schema, FreezeResult frozen, bool isDirect, CallLimits limits)
    {
        var progress = new FreezeProgress(limits, ignoresCase: false);
        progress.TryCharge(frozen.PayloadChars);
        var run = new SchemaRun(progress, limits, isDirect);
        var fits = schema.TryNormalize(frozen.Value, run, out var normalised);
        return new NormalArguments(normalised, progress.PayloadChars, fits ? null : run.Trace.ToProblem(Root))
        {
            HasSchema = true,
            Ignored = fits ? run.Ignored : [],
        };
    }
}
