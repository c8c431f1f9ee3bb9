using KernelGuard.Facts;
using KernelGuard.State;
using KernelGuard.Tools;

namespace KernelGuard.Rules;

/// <summary>What judging needs of the guard.</summary>
/// <param name="Settings">What holds for all decisions of the set.</param>
/// <param name="Tools">The tools.</param>
/// <param name="Completer">Finds out what a call is about.</param>
/// <param name="Usage">What calls have used up.</param>
/// <param name="Code">Asks rules in code.</param>
internal sealed record JudgingParts(PipelineSettings Settings, ToolCatalogue Tools, RequestCompleter Completer, UsageStore Usage, HostSource Code);
