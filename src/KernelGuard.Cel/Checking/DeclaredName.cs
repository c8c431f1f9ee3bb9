using KernelGuard.Cel.Syntax;

namespace KernelGuard.Cel.Checking;

/// <summary>Names that hosts declare: identifiers, joined by dots.</summary>
internal static class DeclaredName
{
    public static void Require(string name)
    {
        ArgumentException.ThrowIfNullOrEmpty(name);
        if (!name.Split('.').All(part => Lexer.IsIdentifier(part)))
        {
            throw new ArgumentException($"`{name}` is not an identifier, or several joined by dots", nameof(name));
        }
    }
}
