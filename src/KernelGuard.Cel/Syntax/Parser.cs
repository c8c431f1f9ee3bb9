using KernelGuard.Cel.Diagnostics;

namespace KernelGuard.Cel.Syntax;

/// <summary>Parses an expression, expands macros, and goes on after an error as far as it can.</summary>
internal sealed partial class Parser
{
    private readonly string _source;
    private readonly CelLimits _limits;
    private readonly DiagnosticBag _bag;
    private readonly CelExtensions _extensions;
    private Lexer _lexer;
    private Token _token;
    private Token _previous;
    private int _count;
    private int _recursion;
    private bool _abandoned;

    private Parser(string source, CelLimits limits, CelExtensions extensions, DiagnosticBag bag)
    {
        _extensions = extensions;
        _source = source;
        _limits = limits;
        _bag = bag;
        _lexer = new Lexer(source);
    }

    /// <summary>Parses a source; the tree of one with errors is as good as it could be made.</summary>
    public static ParsedExpression Parse(string source, CelLimits limits, CelExtensions extensions, DiagnosticBag bag)
    {
        var parser = new Parser(source, limits, extensions, bag);
        if (source.Length > limits.MaxSourceChars)
        {
            bag.Report(CelDiagnosticCodes.LimitExceeded, $"the expression is longer than {limits.MaxSourceChars} characters", default);
            return new ParsedExpression(parser.Malformed(default), 1);
        }

        parser.Advance();
        var root = parser.ParseExpression();
        if (parser._token.Kind != TokenKind.End)
        {
            parser.ReportUnexpected("an operator or the end of the expression");
        }

        return new ParsedExpression(root, parser._count);
    }

    private void Advance()
    {
        _previous = _token;
        do
        {
            _token = _lexer.Next();
        }
        while (_token.Kind == TokenKind.Trivia);
    }

    private bool TryTake(TokenKind kind)
    {
        if (_token.Kind != kind)
        {
            return false;
        }

        Advance();
        return true;
    }

    private bool Expect(TokenKind kind, string what)
    {
        if (TryTake(kind))
        {
            return true;
        }

        ReportUnexpected(what);
        return false;
    }

    private void ReportUnexpected(string expected)
    {
        if (_abandoned)
        {
            return;
        }

        var message = _token switch
        {
            { Problem: { } problem } => problem,
            { Kind: TokenKind.End } => $"the expression ends where {expected} is expected",
            { Kind: TokenKind.String or TokenKind.Bytes } => $"a text literal stands where {expected} is expected",
            _ => $"`{_token.Text(_source)}` stands where {expected} is expected",
        };
        Report(IsMalformedLiteral() ? CelDiagnosticCodes.InvalidLiteral : CelDiagnosticCodes.SyntaxError, message, _token.Span);
    }

    private bool IsMalformedLiteral()
    {
        if (_token.Kind != TokenKind.Malformed)
        {
            return false;
        }

        var first = _source[_token.Start];
        return char.IsAsciiLetterOrDigit(first) || first is '"' or '\'' or '`' or '.';
    }

    private void Report(string code, string message, CelSpan span, string? help = null)
    {
        if (!_abandoned)
        {
            _bag.Report(code, message, span, help);
        }
    }

    private MalformedExpr Abandon(string message, CelSpan span)
    {
        Report(CelDiagnosticCodes.LimitExceeded, message, span);
        return SkipRest(span);
    }

    // After a limit is passed, or a form that is not supported, nothing more is read: what follows would only repeat the same finding.
    private MalformedExpr SkipRest(CelSpan span)
    {
        _abandoned = true;
        _token = new Token(TokenKind.End, _source.Length, 0);
        _lexer = new Lexer("");
        return Malformed(span);
    }

    private bool Has(CelExtensions extension) => (_extensions & extension) != 0;

    private int NextId() => _count++;

    private MalformedExpr Malformed(CelSpan span) => new(NextId(), span);

    private Expr Bounded(Expr expr)
    {
        if (_count > _limits.MaxNodes)
        {
            return Abandon($"the expression has more than {_limits.MaxNodes} parts", expr.Span);
        }

        return expr.Depth > _limits.MaxNesting ? Abandon($"the expression is nested more than {_limits.MaxNesting} deep", expr.Span) : expr;
    }

    private Expr Call(string function, CelSpan functionSpan, CelSpan span, params Expr[] arguments) =>
        Bounded(new CallExpr(NextId(), span, function, functionSpan, null, arguments, DepthOver(null, arguments)));

    private static int DepthOver(Expr? target, ReadOnlySpan<Expr> arguments)
    {
        var depth = target?.Depth ?? 0;
        foreach (var argument in arguments)
        {
            depth = Math.Max(depth, argument.Depth);
        }

        return depth + 1;
    }
}
