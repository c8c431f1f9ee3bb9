using KernelGuard.Cel.Diagnostics;

namespace KernelGuard.Cel.Syntax;

/// <content>Literals.</content>
internal sealed partial class Parser
{
    private Expr Literal(in CelValue value)
    {
        var span = _token.Span;
        Advance();
        return Bounded(new LiteralExpr(NextId(), span, value));
    }

    private Expr ParseNumber(CelSpan? sign)
    {
        var token = _token;
        var span = CelSpan.Cover(sign ?? token.Span, token.Span);
        var text = token.Text(_source);
        CelValue value;
        var valid = token.Kind switch
        {
            TokenKind.Int => LiteralReader.TryReadInt(text, sign is not null, out value),
            TokenKind.UInt => LiteralReader.TryReadUInt(text, out value),
            _ => LiteralReader.TryReadDouble(text, sign is not null, out value),
        };
        Advance();
        if (valid)
        {
            return Bounded(new LiteralExpr(NextId(), span, value));
        }

        Report(CelDiagnosticCodes.InvalidLiteral, "the number is out of range", span);
        return Malformed(span);
    }

    private Expr ParseText()
    {
        var token = _token;
        Advance();
        var text = token.Text(_source);
        var valid = token.Kind == TokenKind.String
            ? LiteralReader.TryReadString(text, out var value, out var problem)
            : LiteralReader.TryReadBytes(text, out value, out problem);
        if (valid)
        {
            return Bounded(new LiteralExpr(NextId(), token.Span, value));
        }

        var span = problem.Length == 0 ? token.Span : new CelSpan(token.Start + problem.Start, problem.Length);
        Report(CelDiagnosticCodes.InvalidLiteral, problem.Message, span);
        return Malformed(token.Span);
    }

    private Expr ParseList()
    {
        var open = _token.Span;
        Advance();
        var elements = new List<Expr>();
        var optional = new List<bool>();
        while (_token.Kind is not (TokenKind.RightBracket or TokenKind.Comma))
        {
            optional.Add(TryTakeOptional());
            elements.Add(ParseExpression());
            if (_token.Kind != TokenKind.Comma)
            {
                break;
            }

            Advance();
        }

        if (elements.Count == 0)
        {
            TryTake(TokenKind.Comma);
        }

        Expect(TokenKind.RightBracket, "`]` or `,`");
        var items = elements.ToArray();
        return Bounded(new ListExpr(NextId(), CelSpan.Cover(open, _previous.Span), items, [.. optional], DepthOver(null, items)));
    }

    private Expr ParseMap()
    {
        var open = _token.Span;
        Advance();
        var keys = new List<Expr>();
        var values = new List<Expr>();
        var optional = new List<bool>();
        while (_token.Kind is not (TokenKind.RightBrace or TokenKind.Comma))
        {
            optional.Add(TryTakeOptional());
            keys.Add(ParseExpression());
            if (!Expect(TokenKind.Colon, "`:` after a key"))
            {
                return Malformed(CelSpan.Cover(open, _previous.Span));
            }

            values.Add(ParseExpression());
            if (_token.Kind != TokenKind.Comma)
            {
                break;
            }

            Advance();
        }

        if (keys.Count == 0)
        {
            TryTake(TokenKind.Comma);
        }

        Expect(TokenKind.RightBrace, "`}` or `,`");
        var depth = Math.Max(DepthOver(null, [.. keys]), DepthOver(null, [.. values]));
        return Bounded(new MapExpr(NextId(), CelSpan.Cover(open, _previous.Span), [.. keys], [.. values], [.. optional], depth));
    }

    private bool TryTakeOptional()
    {
        if (_token.Kind != TokenKind.Question)
        {
            return false;
        }

        RequireOptionals();
        Advance();
        return true;
    }

    private void RequireOptionals()
    {
        if (!Has(CelExtensions.Optionals))
        {
            Report(CelDiagnosticCodes.NotSupported, "optional values are not enabled in this environment", _token.Span);
        }
    }

    private MalformedExpr ParseMessage(CelSpan type)
    {
        var span = CelSpan.Cover(type, _token.Span);
        Report(CelDiagnosticCodes.NotSupported, "message literals are not supported", span, "write a map: `{\"key\": value}`");
        return SkipRest(type);
    }
}
