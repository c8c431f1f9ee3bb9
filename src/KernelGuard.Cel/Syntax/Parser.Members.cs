using KernelGuard.Cel.Diagnostics;

namespace KernelGuard.Cel.Syntax;

/// <content>Selections, indexes and calls on a value, and what an expression is made of.</content>
internal sealed partial class Parser
{
    private Expr ParseMember()
    {
        var start = _token.Span;
        return ParseMember(ParsePrimary(), start);
    }

    private Expr ParseMember(Expr operand, CelSpan start)
    {
        while (true)
        {
            switch (_token.Kind)
            {
                case TokenKind.Dot:
                    Advance();
                    operand = ParseSelector(operand, start);
                    break;
                case TokenKind.LeftBracket:
                    operand = ParseIndex(operand, start);
                    break;
                case TokenKind.LeftBrace when operand is IdentExpr or SelectExpr:
                    return ParseMessage(operand.Span);
                default:
                    return operand;
            }
        }
    }

    private Expr ParseIndex(Expr operand, CelSpan start)
    {
        var open = _token.Span;
        Advance();
        var function = TryTakeOptional() ? Operators.OptionalIndex : Operators.Index;
        var index = ParseExpression();
        Expect(TokenKind.RightBracket, "`]`");
        return Call(function, CelSpan.Cover(open, _previous.Span), CelSpan.Cover(start, _previous.Span), operand, index);
    }

    private Expr ParseSelector(Expr operand, CelSpan start)
    {
        var name = _token;
        switch (name.Kind)
        {
            case TokenKind.Identifier:
                Advance();
                return _token.Kind == TokenKind.LeftParen
                    ? ParseMethod(operand, name, start)
                    : Select(operand, name.Text(_source).ToString(), name.Span, start, isQuoted: false);
            case TokenKind.QuotedIdentifier:
                Advance();
                return Select(operand, name.Text(_source)[1..^1].ToString(), name.Span, start, isQuoted: true);
            case TokenKind.Question:
                return ParseOptionalSelector(operand, start);
            case TokenKind.True or TokenKind.False or TokenKind.Null or TokenKind.In:
                var message = $"the keyword `{name.Text(_source)}` cannot be a field";
                Report(CelDiagnosticCodes.SyntaxError, message, name.Span, "use an index: `m[\"key\"]`");
                Advance();
                return Malformed(CelSpan.Cover(operand.Span, name.Span));
            default:
                ReportUnexpected("the name of a field");
                return Malformed(operand.Span);
        }
    }

    private Expr ParseOptionalSelector(Expr operand, CelSpan start)
    {
        TryTakeOptional();
        var name = _token;
        if (name.Kind is not (TokenKind.Identifier or TokenKind.QuotedIdentifier))
        {
            ReportUnexpected("the name of a field");
            return Malformed(operand.Span);
        }

        Advance();
        var text = name.Text(_source);
        var field = CelValue.FromString((name.Kind == TokenKind.Identifier ? text : text[1..^1]).ToString());
        var literal = Bounded(new LiteralExpr(NextId(), name.Span, field));
        return Call(Operators.OptionalSelect, name.Span, CelSpan.Cover(start, name.Span), operand, literal);
    }

    private Expr Select(Expr operand, string field, CelSpan fieldSpan, CelSpan start, bool isQuoted) =>
        Bounded(new SelectExpr(NextId(), CelSpan.Cover(start, fieldSpan), operand, field, fieldSpan, isQuoted: isQuoted));

    private Expr ParseMethod(Expr target, Token name, CelSpan start)
    {
        var arguments = ParseArguments();
        var span = CelSpan.Cover(start, _previous.Span);
        var function = name.Text(_source).ToString();
        return ExpandMethod(target, function, name.Span, arguments, span)
            ?? Bounded(new CallExpr(NextId(), span, function, name.Span, target, arguments, DepthOver(target, arguments)));
    }

    private Expr ParsePrimary()
    {
        switch (_token.Kind)
        {
            case TokenKind.Dot:
                return ParseAbsoluteName();
            case TokenKind.Identifier:
                return ParseName(isAbsolute: false, _token.Span);
            case TokenKind.LeftParen:
                Advance();
                var inner = ParseExpression();
                Expect(TokenKind.RightParen, "`)`");
                return inner;
            case TokenKind.LeftBracket:
                return ParseList();
            case TokenKind.LeftBrace:
                return ParseMap();
            case TokenKind.Int or TokenKind.UInt or TokenKind.Double:
                return ParseNumber(sign: null);
            case TokenKind.String or TokenKind.Bytes:
                return ParseText();
            case TokenKind.True or TokenKind.False:
                return Literal(CelValue.FromBool(_token.Kind == TokenKind.True));
            case TokenKind.Null:
                return Literal(CelValue.Null);
            default:
                return ParseNothing();
        }
    }

    private MalformedExpr ParseNothing()
    {
        var span = _token.Span;
        ReportUnexpected("a value");
        if (_token.Kind is TokenKind.Malformed or TokenKind.QuotedIdentifier)
        {
            Advance();
        }

        return Malformed(span);
    }

    private Expr ParseAbsoluteName()
    {
        var dot = _token.Span;
        Advance();
        if (_token.Kind == TokenKind.Identifier)
        {
            return ParseName(isAbsolute: true, dot);
        }

        ReportUnexpected("a name");
        return Malformed(dot);
    }

    private Expr ParseName(bool isAbsolute, CelSpan start)
    {
        var token = _token;
        Advance();
        var isReserved = ReservedWords.Contains(token.Text(_source));
        if (isReserved)
        {
            Report(CelDiagnosticCodes.SyntaxError, $"`{token.Text(_source)}` is a reserved word", token.Span);
        }

        var name = token.Text(_source).ToString();
        if (_token.Kind == TokenKind.LeftParen)
        {
            return ParseGlobalCall(isAbsolute ? "." + name : name, token.Span, start);
        }

        return isReserved ? Malformed(token.Span) : Bounded(new IdentExpr(NextId(), CelSpan.Cover(start, token.Span), name, isAbsolute));
    }

    private Expr ParseGlobalCall(string function, CelSpan nameSpan, CelSpan start)
    {
        var arguments = ParseArguments();
        var span = CelSpan.Cover(start, _previous.Span);
        return ExpandGlobal(function, arguments, span) ?? Call(function, nameSpan, span, arguments);
    }

    private Expr[] ParseArguments()
    {
        Advance();
        if (TryTake(TokenKind.RightParen))
        {
            return [];
        }

        var arguments = new List<Expr>();
        do
        {
            arguments.Add(ParseExpression());
        }
        while (TryTake(TokenKind.Comma));

        Expect(TokenKind.RightParen, "`)` or `,`");
        return [.. arguments];
    }
}
