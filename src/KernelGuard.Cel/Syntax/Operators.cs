namespace KernelGuard.Cel.Syntax;

/// <summary>The names under which operators are functions, and how they are written.</summary>
internal static class Operators
{
    public const string Conditional = "_?_:_";
    public const string And = "_&&_";
    public const string Or = "_||_";
    public const string Not = "!_";
    public const string Negate = "-_";
    public const string Add = "_+_";
    public const string Subtract = "_-_";
    public const string Multiply = "_*_";
    public const string Divide = "_/_";
    public const string Modulo = "_%_";
    public const string Equal = "_==_";
    public const string NotEqual = "_!=_";
    public const string Less = "_<_";
    public const string LessEqual = "_<=_";
    public const string Greater = "_>_";
    public const string GreaterEqual = "_>=_";
    public const string In = "@in";
    public const string Index = "_[_]";
    public const string OptionalIndex = "_[?_]";
    public const string OptionalSelect = "_?._";

    /// <summary>Gives the way in which an operator is written; a function's name is returned as it is.</summary>
    public static string Display(string function) => function switch
    {
        In => "in",
        Index => "[]",
        OptionalIndex => "[?]",
        OptionalSelect => ".?",
        Conditional => "?:",
        ['_', not ((>= 'a' and <= 'z') or (>= 'A' and <= 'Z') or (>= '0' and <= '9') or '_'), .., '_'] => function.Trim('_'),
        Not or Negate => function[..1],
        _ => function,
    };

    public static string? Relation(TokenKind kind) => kind switch
    {
        TokenKind.Less => Less,
        TokenKind.LessEqual => LessEqual,
        TokenKind.Greater => Greater,
        TokenKind.GreaterEqual => GreaterEqual,
        TokenKind.Equal => Equal,
        TokenKind.NotEqual => NotEqual,
        TokenKind.In => In,
        _ => null,
    };

    public static string? Sum(TokenKind kind) => kind switch
    {
        TokenKind.Plus => Add,
        TokenKind.Minus => Subtract,
        _ => null,
    };

    public static string? Product(TokenKind kind) => kind switch
    {
        TokenKind.Star => Multiply,
        TokenKind.Slash => Divide,
        TokenKind.Percent => Modulo,
        _ => null,
    };
}
