namespace KernelGuard.Decisions;

/// <summary>The names of effects in policy documents, evidence and telemetry.</summary>
public static class EffectNames
{
    /// <summary>All names, in the order of <see cref="Effect"/>.</summary>
    public static IReadOnlyList<string> All { get; } = ["allow", "log_only", "require_approval", "sandbox", "transform", "throttle", "deny"];

    /// <summary>The name of an effect.</summary>
    /// <param name="effect">The effect.</param>
    public static string ToName(this Effect effect) => All[(int)effect];

    /// <summary>Whether the effect only modifies what other rules permit, and says nothing of its own.</summary>
    /// <param name="effect">The effect.</param>
    public static bool IsModifier(this Effect effect) => effect is Effect.Transform or Effect.Throttle;

    /// <summary>The effect of a name, or null.</summary>
    /// <param name="name">The name, compared exactly.</param>
    public static Effect? FromName(string name)
    {
        for (var i = 0; i < All.Count; i++)
        {
            if (All[i] == name)
            {
                return (Effect)i;
            }
        }

        return null;
    }
}
