namespace KernelGuard.Cel.Library;

/// <summary>
/// <c>matches</c>: a search for a pattern with the syntax and the meaning of RE2, in linear time. The pattern must be a literal, so that
/// it is compiled and judged when the expression is.
/// </summary>
internal static class MatchFunction
{
    public const string Name = "matches";
    public const string LiteralRequired = "the pattern of `matches` must be a string literal";

    public static IEnumerable<CelFunction> Functions =>
    [
        new(Name, Signature(isMember: true), Signature(isMember: false)),
    ];

    // The planner gives calls a node of their own; this overload only declares the types.
    private static CelOverload Signature(bool isMember) => CelOverload.Engine(
        isMember,
        CelType.Bool,
        static (_, _) => CelValue.Error(CelErrorCodes.NoSuchOverload, LiteralRequired),
        CelType.String,
        CelType.String);
}
