namespace KernelGuard.Cli.Formatting;

/// <summary>Says what stands between two tokens on one line.</summary>
internal static class Spacing
{
    /// <summary>Stands for a scalar; indicators stand for themselves, and <c>#</c> for a comment.</summary>
    public const char Scalar = 'x';

    /// <summary>White space.</summary>
    public static string Between(char left, char right) => (left, right) switch
    {
        (_, '#') or (':' or '-' or '?', _) => " ",
        ('{', '}') or (Scalar, ':') or (_, ',') or (_, ']') or ('[', _) => "",
        _ => " ",
    };
}
