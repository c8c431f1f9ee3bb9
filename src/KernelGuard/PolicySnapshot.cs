using KernelGuard.Calls;
using KernelGuard.Policies;
using KernelGuard.Rules;
using KernelGuard.Tools;

namespace KernelGuard;

/// <summary>A policy set with what is built from it for this guard. A call uses one snapshot from start to end.</summary>
/// <param name="Set">The set.</param>
/// <param name="Tools">The host's tools together with what the set says of them.</param>
/// <param name="Completer">Finds out who acts, and what is known of what the call is about.</param>
/// <param name="Pipeline">Judges by the set's rules.</param>
/// <param name="Version">What the set is remembered as; the same for the same content in another mode.</param>
internal sealed record PolicySnapshot(PolicySet Set, ToolCatalogue Tools, RequestCompleter Completer, RulePipeline Pipeline, PolicyVersion Version)
{
    /// <summary>The call that stands for a question about an action and a resource.</summary>
    public ToolCall ToQuestion(string action, string? resource, IReadOnlyDictionary<string, object?>? arguments)
    {
        var all = new Dictionary<string, object?>(arguments ?? FrozenObject.Empty, StringComparer.Ordinal);
        if (resource is not null && Completer.IdArgumentOf(Tools.Find(action)?.Facts.Name ?? action) is { } name)
        {
            all[name] = resource;
        }

        return new ToolCall(action, all)
        {
            IsDirect = true,
            Resource = resource is null ? null : new Dictionary<string, object?> { ["id"] = resource },
        };
    }
}
