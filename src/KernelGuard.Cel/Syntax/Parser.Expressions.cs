using KernelGuard.Cel.Diagnostics;

namespace KernelGuard.Cel.Syntax;

/// <content>Operators, from the loosest to the tightest.</content>
internal sealed partial class Parser
{
    private Expr ParseExpression()
    {
        if (_recursion >= _limits.MaxNesting || !System.Runtime.CompilerServices.RuntimeHelpers.TryEnsureSufficientExecutionStack())
        {
            return Abandon($"the expression is nested more than {_limits.MaxNesting} deep", _token.Span);
        }

        _recursion++;
        var start = _token.Span;
        var condition = ParseOr();
        var result = _token.Kind == TokenKind.Question ? ParseConditional(condition, start) : condition;
        _recursion--;
        return result;
    }

    private Expr ParseConditional(Expr condition, CelSpan start)
    {
        var question = _token.Span;
        Advance();
        var whenTrue = ParseOr();
        if (!Expect(TokenKind.Colon, "`:` of the conditional"))
        {
            return Malformed(condition.Span);
        }

        var whenFalse = ParseExpression();
        return Call(Operators.Conditional, question, CelSpan.Cover(start, _previous.Span), condition, whenTrue, whenFalse);
    }

    private Expr ParseOr()
    {
        var start = _token.Span;
        var first = ParseAnd();
        return _token.Kind == TokenKind.Or ? ParseChain(TokenKind.Or, Operators.Or, first, start) : first;
    }

    private Expr ParseAnd()
    {
        var start = _token.Span;
        var first = ParseRelation();
        return _token.Kind == TokenKind.And ? ParseChain(TokenKind.And, Operators.And, first, start) : first;
    }

    private Expr ParseChain(TokenKind kind, string function, Expr first, CelSpan start)
    {
        var operatorSpan = _token.Span;
        var terms = new List<Expr> { first };
        while (TryTake(kind))
        {
            terms.Add(kind == TokenKind.Or ? ParseAnd() : ParseRelation());
        }

        return Call(function, operatorSpan, CelSpan.Cover(start, _previous.Span), [.. terms]);
    }

    private Expr ParseRelation()
    {
        var start = _token.Span;
        var left = ParseSum();
        while (Operators.Relation(_token.Kind) is { } function)
        {
            var operatorSpan = _token.Span;
            Advance();
            var right = ParseSum();
            left = Call(function, operatorSpan, CelSpan.Cover(start, _previous.Span), left, right);
        }

        return left;
    }

    private Expr ParseSum()
    {
        var start = _token.Span;
        var left = ParseProduct();
        while (Operators.Sum(_token.Kind) is { } function)
        {
            var operatorSpan = _token.Span;
            Advance();
            var right = ParseProduct();
            left = Call(function, operatorSpan, CelSpan.Cover(start, _previous.Span), left, right);
        }

        return left;
    }

    private Expr ParseProduct()
    {
        var start = _token.Span;
        var left = ParseUnary();
        while (Operators.Product(_token.Kind) is { } function)
        {
            var operatorSpan = _token.Span;
            Advance();
            var right = ParseUnary();
            left = Call(function, operatorSpan, CelSpan.Cover(start, _previous.Span), left, right);
        }

        return left;
    }

    private Expr ParseUnary()
    {
        var kind = _token.Kind;
        if (kind is not (TokenKind.Not or TokenKind.Minus))
        {
            return ParseMember();
        }

        var first = _token;
        var operators = new List<CelSpan>();
        while (_token.Kind == kind)
        {
            operators.Add(_token.Span);
            Advance();
            if (operators.Count > _limits.MaxNesting)
            {
                return Abandon($"the expression is nested more than {_limits.MaxNesting} deep", first.Span);
            }
        }

        return kind == TokenKind.Minus ? ParseNegated(operators) : Wrap(operators, Operators.Not, ParseMember());
    }

    // The last minus before a number is the sign of the literal.
    private Expr ParseNegated(List<CelSpan> operators)
    {
        if (_token.Kind is not (TokenKind.Int or TokenKind.Double))
        {
            return Wrap(operators, Operators.Negate, ParseMember());
        }

        var literal = ParseNumber(operators[^1]);
        operators.RemoveAt(operators.Count - 1);
        return Wrap(operators, Operators.Negate, ParseMember(literal, literal.Span));
    }

    private Expr Wrap(List<CelSpan> operators, string function, Expr operand)
    {
        for (var i = operators.Count - 1; i >= 0; i--)
        {
            operand = Call(function, operators[i], CelSpan.Cover(operators[i], _previous.Span), operand);
        }

        return operand;
    }
}
