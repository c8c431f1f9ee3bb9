using KernelGuard.Calls;
using KernelGuard.Cel;

namespace KernelGuard.Rules.Transforms;

/// <summary>One change of arguments. Immutable. Its expressions read the call as it was sent.</summary>
/// <param name="path">What it writes.</param>
internal abstract class TransformStep(ValuePath path)
{
    public ValuePath Path { get; } = path;

    /// <summary>Changes arguments.</summary>
    /// <param name="arguments">The arguments, perhaps changed by steps that write elsewhere.</param>
    /// <param name="activation">The call as it was sent.</param>
    /// <returns>The changed arguments, or what went wrong.</returns>
    public (FrozenObject Arguments, string? Error) Apply(FrozenObject arguments, DecisionActivation activation)
    {
        string? error = null;
        var result = ValueEdit.Apply(
            arguments,
            Path,
            old =>
            {
                var (changed, problem) = error is null ? Change(old, activation) : (old, null);
                error ??= problem;
                return changed;
            },
            missed => error ??= IsOptional && ValueEdit.IsAbsent(missed) ? null : $"there is no place {QuotedText.Quote(Path.Text)}");
        return error is null ? ((FrozenObject)result!, null) : (arguments, error);
    }

    /// <summary>The expressions of the step.</summary>
    public abstract IEnumerable<CelProgram> Programs { get; }

    /// <summary>What the step does, in words.</summary>
    public abstract string Words { get; }

    /// <summary>Whether the step has nothing to do where its place is not there.</summary>
    private protected abstract bool IsOptional { get; }

    /// <summary>The new value of an old one; a place that is not there is <see cref="ValueEdit.Removed"/>.</summary>
    private protected abstract (object? Value, string? Error) Change(object? old, DecisionActivation activation);

    /// <summary>Writes a value.</summary>
    internal sealed class Set(ValuePath path, CelProgram to) : TransformStep(path)
    {
        public override string Words => $"sets {Path} to {to.Source}";

        public override IEnumerable<CelProgram> Programs => [to];

        private protected override bool IsOptional => false;

        private protected override (object? Value, string? Error) Change(object? old, DecisionActivation activation) =>
            PlainValue.From(to.Evaluate(activation));
    }

    /// <summary>Brings a number within bounds.</summary>
    internal sealed class Clamp(ValuePath path, CelProgram? min, CelProgram? max) : TransformStep(path)
    {
        public override string Words => (min, max) switch
        {
            ({ } low, { } high) => $"keeps {Path} from {low.Source} to {high.Source}",
            ({ } low, null) => $"keeps {Path} at {low.Source} or more",
            _ => $"keeps {Path} at {max!.Source} or less",
        };

        public override IEnumerable<CelProgram> Programs => new[] { min, max }.OfType<CelProgram>();

        private protected override bool IsOptional => false;

        private protected override (object? Value, string? Error) Change(object? old, DecisionActivation activation)
        {
            if (old is not (long or double))
            {
                return (old, $"what is at {QuotedText.Quote(Path.Text)} is no number");
            }

            var (low, error) = Bound(min, activation);
            var (high, other) = Bound(max, activation);
            return (error ?? other ?? Crossing(low, high)) is { } problem ? (old, problem) : (Clamped(old, low, high), null);
        }

        private string? Crossing(object? low, object? high) => low is not null && high is not null && PlainValue.Compare(low, high) > 0
            ? $"the bound `{min!.Source}` is above the bound `{max!.Source}`"
            : null;

        private static (object? Value, string? Error) Bound(CelProgram? program, DecisionActivation activation)
        {
            var (value, error) = program is null ? (null, null) : PlainValue.From(program.Evaluate(activation));
            return error is null && program is not null && value is not (long or double)
                ? (null, $"the bound `{program.Source}` is no number")
                : (value, error);
        }

        private static object Clamped(object value, object? low, object? high)
        {
            var upper = high is not null && PlainValue.Compare(value, high) > 0 ? high : value;
            return low is not null && PlainValue.Compare(upper, low) < 0 ? low : upper;
        }
    }

    /// <summary>Puts a fixed text in the place of a value.</summary>
    internal sealed class Redact(ValuePath path, string with) : TransformStep(path)
    {
        public override string Words => Describe(Path, With);

        public string With { get; } = with;

        /// <summary>Says in words what is put where, also of results.</summary>
        public static string Describe(ValuePath path, string with) => $"puts {QuotedText.Quote(with)} in the place of {path}";

        public override IEnumerable<CelProgram> Programs => [];

        private protected override bool IsOptional => true;

        private protected override (object? Value, string? Error) Change(object? old, DecisionActivation activation) =>
            (ReferenceEquals(old, ValueEdit.Removed) ? old : With, null);
    }

    /// <summary>Takes a member out.</summary>
    internal sealed class Remove(ValuePath path) : TransformStep(path)
    {
        public override string Words => $"removes {Path}";

        public override IEnumerable<CelProgram> Programs => [];

        private protected override bool IsOptional => true;

        private protected override (object? Value, string? Error) Change(object? old, DecisionActivation activation) => (ValueEdit.Removed, null);
    }
}
