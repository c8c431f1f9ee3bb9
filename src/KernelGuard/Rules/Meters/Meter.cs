using System.Collections.Immutable;
using System.Globalization;
using System.Runtime.InteropServices;
using System.Security.Cryptography;
using System.Text;
using KernelGuard.Cel;
using KernelGuard.State;

namespace KernelGuard.Rules.Meters;

/// <summary>A sum that calls add to, kept apart by key over a sliding window. Immutable.</summary>
/// <param name="Id">What the store knows it by, the same across reloads.</param>
internal sealed record Meter(string Id)
{
    private const int MaxKeyChars = 128;
    private const string NegativeAmount = "an amount is negative, no number, or too large or too small to be summed exactly";

    /// <summary>What a call adds; null means 1.</summary>
    public CelProgram? Amount { get; init; }

    /// <summary>The window.</summary>
    public required TimeSpan Per { get; init; }

    /// <summary>What keeps sums apart; empty means one sum for all.</summary>
    public ImmutableArray<CelProgram> By { get; init; } = [];

    /// <summary>Which calls count.</summary>
    public CountedCalls Counts { get; init; }

    /// <summary>All expressions of the meter.</summary>
    public IEnumerable<CelProgram> Programs => Amount is null ? By : By.Add(Amount);

    /// <summary>The key of this call's sum, or the error that keeps it from being known.</summary>
    public (UsageKey Key, CelError? Error) KeyFor(DecisionActivation activation)
    {
        var text = new StringBuilder();
        foreach (var part in By)
        {
            var value = part.Evaluate(activation);
            if (value.IsError)
            {
                return (default, value.ErrorValue);
            }

            if (value.Kind is not (CelKind.String or CelKind.Int or CelKind.UInt or CelKind.Double or CelKind.Bool))
            {
                return (default, new CelError(CelErrorCodes.NoSuchOverload, $"`{part.Source}` is no text, number or Boolean, so it cannot be a key"));
            }

            // With its kind and length, so that no two lists of values give the same text.
            var shown = value.Kind == CelKind.String ? value.AsString : value.ToString();
            text.Append(CultureInfo.InvariantCulture, $"{(int)value.Kind}:{shown.Length}:{shown}");
        }

        return (new UsageKey(Id, Bounded(text.ToString())), null);
    }

    // Keys may be as long as a model likes. A hash, which begins as no key does, keeps them as far apart.
    private static string Bounded(string key) =>
        key.Length <= MaxKeyChars ? key : $"#{Convert.ToHexStringLower(SHA256.HashData(MemoryMarshal.AsBytes(key.AsSpan())))}";

    /// <summary>What this call adds to its sum, or the error that keeps that from being known.</summary>
    public (UsageCharge Charge, CelError? Error) ChargeFor(DecisionActivation activation)
    {
        var (key, error) = KeyFor(activation);
        var value = error is null && Amount is not null ? Amount.Evaluate(activation) : CelValue.FromInt(1);
        if ((error ?? value.ErrorValue) is { } fault)
        {
            return (default, fault);
        }

        return ExactAmount.TryRead(value, out var amount)
            ? (new UsageCharge(key, Per, amount, Counts is CountedCalls.Succeeded or CountedCalls.Simulated), null)
            : (default, new CelError(CelErrorCodes.InvalidArgument, NegativeAmount));
    }
}
