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
        var condition = ParseOr();
        var result = _token.Kind == TokenKind.Question ? ParseConditional(condition) : condition;
        _recursion--;
        return result;
    }

    private Expr ParseConditional(Expr condition)
    {
        var question = _token.Span;
        Advance();
        var whenTrue = ParseOr();
        if (!Expect(TokenKind.Colon, "`:` of the conditional"))
        {
            return Malformed(condition.Span);
        }

        var whenFalse = ParseExpression();
        return Call(Operators.Conditional, question, CelSpan.Cover(condition.Span, whenFalse.Span), condition, whenTrue, whenFalse);
    }

    private Expr ParseOr()
    {
        var first = ParseAnd();
        return _token.Kind == TokenKind.Or ? ParseChain(TokenKind.Or, Operators.Or, first) : first;
    }

    private Expr ParseAnd()
    {
        var first = ParseRelation();
        return _token.Kind == TokenKind.And ? ParseChain(TokenKind.And, Operators.And, first) : first;
    }

    private Expr ParseChain(TokenKind kind, string function, Expr first)
    {
        var operatorSpan = _token.Span;
        var terms = new List<Expr> { first };
        while (TryTake(kind))
        {
            terms.Add(kind == TokenKind.Or ? ParseAnd() : ParseRelation());
        }

        return Call(function, operatorSpan, CelSpan.Cover(first.Span, terms[^1].Span), [.. terms]);
    }

    private Expr ParseRelation()
    {
        var left = ParseSum();
        while (Operators.Relation(_token.Kind) is { } function)
        {
            var operatorSpan = _token.Span;
            Advance();
            var right = ParseSum();
            left = Call(function, operatorSpan, CelSpan.Cover(left.Span, right.Span), left, right);
        }

        return left;
    }

    private Expr ParseSum()
    {
        var left = ParseProduct();
        while (Operators.Sum(_token.Kind) is { } function)
        {
            var operatorSpan = _token.Span;
            Advance();
            var right = ParseProduct();
            left = Call(function, operatorSpan, CelSpan.Cover(left.Span, right.Span), left, right);
        }

        return left;
    }

    private Expr ParseProduct()
    {
        var left = ParseUnary();
        while (Operators.Product(_token.Kind) is { } function)
        {
            var operatorSpan = _token.Span;
            Advance();
            var right = ParseUnary();
            left = Call(function, operatorSpan, CelSpan.Cover(left.Span, right.Span), left, right);
        }

        return left;
    }

    private Expr ParseUnary()
    {
        var kind = _token.Kind;
        if (kind is not (TokenKind.Not or TokenKind.Minus))
        {
            return ParseMember(ParsePrimary());
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

        return kind == TokenKind.Minus ? ParseNegated(operators) : Wrap(operators, Operators.Not, ParseMember(ParsePrimary()));
    }

    // The last minus before a number is the sign of the literal.
    private Expr ParseNegated(List<CelSpan> operators)
    {
        if (_token.Kind is not (TokenKind.Int or TokenKind.Double))
        {
            return Wrap(operators, Operators.Negate, ParseMember(ParsePrimary()));
        }

        var literal = ParseNumber(operators[^1]);
        operators.RemoveAt(operators.Count - 1);
        return Wrap(operators, Operators.Negate, ParseMember(literal));
    }

    private Expr Wrap(List<CelSpan> operators, string function, Expr operand)
    {
        for (var i = operators.Count - 1; i >= 0; i--)
        {
            operand = Call(function, operators[i], CelSpan.Cover(operators[i], operand.Span), operand);
        }

        return operand;
    }
}
