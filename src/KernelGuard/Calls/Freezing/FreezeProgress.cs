namespace KernelGuard.Calls.Freezing;

/// <summary>What one reading of arguments has used up of its limits, and the problem that ended it.</summary>
internal sealed class FreezeProgress(CallLimits limits, bool ignoresCase)
{
    /// <summary>What every value costs besides the characters of its text, so that endless lists of nothing end too.</summary>
    public const int CharsPerValue = 8;

    private ProblemTrace? _trace;

    /// <summary>Whether look-up in the frozen objects ignores the case of keys.</summary>
    public bool IgnoresCase => ignoresCase;

    /// <summary>The size of what was read so far.</summary>
    public int PayloadChars { get; private set; }

    /// <summary>Where the problem is noted.</summary>
    public ProblemTrace Trace => _trace ??= new ProblemTrace();

    /// <summary>Adds to the size.</summary>
    /// <returns>False where that is over the limit.</returns>
    public bool TryCharge(int chars)
    {
        if (chars > limits.MaxPayloadChars - PayloadChars)
        {
            return Trace.Fail(CallProblemKind.TooLarge, $"makes the arguments larger than {limits.MaxPayloadChars} characters: send less");
        }

        PayloadChars += chars;
        return true;
    }

    /// <summary>Checks that an object or list may be that deep.</summary>
    public bool TryEnter(int depth) =>
        depth <= limits.MaxDepth || Trace.Fail(CallProblemKind.TooDeep, $"nests deeper than {limits.MaxDepth} levels: send flatter arguments");

    /// <summary>Checks and charges a key.</summary>
    public bool TryKey(string key) => TryCharge(key.Length) && (IsWellFormed(key) || Trace.Fail(
        CallProblemKind.InvalidText, "has a key with half of a surrogate pair: send well-formed Unicode text"));

    /// <summary>Checks and charges a string value.</summary>
    public bool TryText(string text) => TryCharge(text.Length) && (IsWellFormed(text) || Trace.Fail(
        CallProblemKind.InvalidText, "holds half of a surrogate pair: send well-formed Unicode text"));

    /// <summary>Converts a number to the one form that equal numbers have, or notes why it has none.</summary>
    public bool TryNumber(double number, out object? frozen) => Accept(JsonNumber.TryConvert(number, out frozen));

    /// <summary>Converts a number to the one form that equal numbers have, or notes why it has none.</summary>
    public bool TryNumber(Int128 number, out object? frozen) => Accept(JsonNumber.TryConvert(number, out frozen));

    /// <summary>Converts a number to the one form that equal numbers have, or notes why it has none.</summary>
    public bool TryNumber(decimal number, out object? frozen) => Accept(JsonNumber.TryConvert(number, out frozen));

    /// <summary>The result, with the problem placed under a root such as <c>args</c>.</summary>
    public FreezeResult ToResult(bool read, object? frozen, string root) => read
        ? new FreezeResult((FrozenObject)frozen!, PayloadChars, null)
        : new FreezeResult(FrozenObject.Empty, 0, Trace.ToProblem(root));

    private bool Accept(CallProblemKind? problem) => problem switch
    {
        null => true,
        CallProblemKind.InvalidNumber => Trace.Fail(CallProblemKind.InvalidNumber, "is not a finite number: send a number"),
        { } kind => Trace.Fail(kind, "cannot be held exactly (an integer beyond ±9007199254740991, or too many digits): send it as text"),
    };

    private static bool IsWellFormed(string text)
    {
        var rest = text.AsSpan();
        for (var i = rest.IndexOfAnyInRange('\uD800', '\uDFFF'); i >= 0; i = rest.IndexOfAnyInRange('\uD800', '\uDFFF'))
        {
            if (!char.IsHighSurrogate(rest[i]) || i + 1 == rest.Length || !char.IsLowSurrogate(rest[i + 1]))
            {
                return false;
            }

            rest = rest[(i + 2)..];
        }

        return true;
    }
}
