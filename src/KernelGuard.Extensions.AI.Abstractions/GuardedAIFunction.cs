using System.Runtime.CompilerServices;
using Microsoft.Extensions.AI;

namespace KernelGuard.Extensions.AI;

/// <summary>A function whose every call is judged before it runs, whoever makes the call. Hand this out instead of the function itself.</summary>
/// <remarks>
/// A refusal is returned as JSON text. The function keeps its name, description, schema and marks, such as
/// <see cref="ApprovalRequiredAIFunction"/>. Code that asks for the function inside (<see cref="AITool.GetService(Type, object?)"/>,
/// <see cref="AIFunction.UnderlyingMethod"/>) gets it unguarded: a guard against models, not against code of the same process.
/// </remarks>
public sealed class GuardedAIFunction : DelegatingAIFunction
{
    private static readonly ConditionalWeakTable<ToolCallGuard, ConditionalWeakTable<AIFunction, GuardedAIFunction>> Known = [];

    /// <summary>Guards a function.</summary>
    /// <param name="innerFunction">The function.</param>
    /// <param name="guard">The guard that judges its calls.</param>
    public GuardedAIFunction(AIFunction innerFunction, ToolCallGuard guard)
        : base(innerFunction)
    {
        ArgumentNullException.ThrowIfNull(guard);
        Guard = guard;
    }

    /// <summary>The guard that judges the calls.</summary>
    public ToolCallGuard Guard { get; }

    /// <summary>The function guarded by a guard: itself where it is already, else one wrapper per function and guard.</summary>
    /// <param name="function">The function.</param>
    /// <param name="guard">The guard.</param>
    public static AIFunction For(AIFunction function, ToolCallGuard guard)
    {
        ArgumentNullException.ThrowIfNull(function);
        ArgumentNullException.ThrowIfNull(guard);
        return function.GetService<GuardedAIFunction>() is { } guarded && ReferenceEquals(guarded.Guard, guard)
            ? function
            : Known.GetOrCreateValue(guard).GetValue(function, f => new GuardedAIFunction(f, guard));
    }

    /// <inheritdoc/>
    protected override async ValueTask<object?> InvokeCoreAsync(AIFunctionArguments arguments, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(arguments);
        AIFunctionCalls.FindJudged(arguments)?.AttachTo(arguments);
        if (!Guard.TryTake(arguments, AIFunctionCalls.OfModel(arguments), out var judged))
        {
            judged = await Guard.JudgeAsync(AIFunctionCalls.Describe(InnerFunction, arguments), cancellationToken);
        }

        var outcome = await judged.RunAsync(
            (values, token) => InnerFunction.InvokeAsync(AIFunctionCalls.ToArguments(values, arguments), token), cancellationToken);
        return outcome.Result;
    }
}
