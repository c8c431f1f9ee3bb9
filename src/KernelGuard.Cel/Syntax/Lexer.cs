namespace KernelGuard.Cel.Syntax;

/// <summary>Cuts source text into tokens. It never fails: text that starts no token is a malformed token with its problem.</summary>
internal struct Lexer(string source)
{
    private int _position;

    public Token Next()
    {
        var start = _position;
        if (start >= source.Length)
        {
            return new Token(TokenKind.End, source.Length, 0);
        }

        var first = source[start];
        if (IsWhitespace(first) || (first == '/' && Peek(1) == '/'))
        {
            return Trivia(start);
        }

        if (IsIdentifierStart(first))
        {
            return StartsLiteral(out var prefix) ? Quoted(start, prefix) : Word(start);
        }

        if (char.IsAsciiDigit(first) || (first == '.' && char.IsAsciiDigit(Peek(1))))
        {
            return Number(start);
        }

        return first switch
        {
            '"' or '\'' => Quoted(start, 0),
            '`' => BackQuoted(start),
            _ => Punctuation(start, first),
        };
    }

    public static bool IsIdentifier(ReadOnlySpan<char> text)
    {
        foreach (var unit in text)
        {
            if (!IsIdentifierPart(unit))
            {
                return false;
            }
        }

        return text.Length > 0 && IsIdentifierStart(text[0]);
    }

    private static bool IsIdentifierStart(char unit) => char.IsAsciiLetter(unit) || unit == '_';

    private static bool IsIdentifierPart(char unit) => char.IsAsciiLetterOrDigit(unit) || unit == '_';

    private static bool IsWhitespace(char unit) => unit is ' ' or '\t' or '\n' or '\f' or '\r';

    private readonly char Peek(int offset) => _position + offset < source.Length ? source[_position + offset] : '\0';

    private Token Take(TokenKind kind, int start, int end, string? problem = null)
    {
        _position = end;
        return new Token(kind, start, end - start, problem);
    }

    private Token Trivia(int start)
    {
        var end = start;
        while (end < source.Length)
        {
            if (IsWhitespace(source[end]))
            {
                end++;
            }
            else if (source[end] == '/' && end + 1 < source.Length && source[end + 1] == '/')
            {
                var newLine = source.IndexOf('\n', end);
                end = newLine < 0 ? source.Length : newLine;
            }
            else
            {
                break;
            }
        }

        return Take(TokenKind.Trivia, start, end);
    }

    private Token Word(int start)
    {
        var end = WordEnd(start);
        var kind = source.AsSpan(start, end - start) switch
        {
            "true" => TokenKind.True,
            "false" => TokenKind.False,
            "null" => TokenKind.Null,
            "in" => TokenKind.In,
            _ => TokenKind.Identifier,
        };
        return Take(kind, start, end);
    }

    private readonly int WordEnd(int start)
    {
        var end = start;
        while (end < source.Length && IsIdentifierPart(source[end]))
        {
            end++;
        }

        return end;
    }

    private Token Number(int start)
    {
        var kind = TokenKind.Int;
        var end = start;
        if (source[start] == '0' && Peek(1) == 'x' && char.IsAsciiHexDigit(Peek(2)))
        {
            end += 2;
            while (end < source.Length && char.IsAsciiHexDigit(source[end]))
            {
                end++;
            }
        }
        else
        {
            end = DecimalEnd(start, out kind);
        }

        if (kind == TokenKind.Int && end < source.Length && source[end] is 'u' or 'U')
        {
            kind = TokenKind.UInt;
            end++;
        }

        var junk = WordEnd(end);
        return junk == end
            ? Take(kind, start, end)
            : Take(TokenKind.Malformed, start, junk, "a number must not be followed by letters or digits");
    }

    private readonly int DecimalEnd(int start, out TokenKind kind)
    {
        kind = TokenKind.Int;
        var end = DigitsEnd(start);
        if (end + 1 < source.Length && source[end] == '.' && char.IsAsciiDigit(source[end + 1]))
        {
            kind = TokenKind.Double;
            end = DigitsEnd(end + 1);
        }

        if (end < source.Length && source[end] is 'e' or 'E')
        {
            var digits = end + 1 < source.Length && source[end + 1] is '+' or '-' ? end + 2 : end + 1;
            if (digits < source.Length && char.IsAsciiDigit(source[digits]))
            {
                kind = TokenKind.Double;
                end = DigitsEnd(digits);
            }
        }

        return end;
    }

    private readonly int DigitsEnd(int start)
    {
        var end = start;
        while (end < source.Length && char.IsAsciiDigit(source[end]))
        {
            end++;
        }

        return end;
    }

    // The prefixes are r, b and br in any case; `rb` is not in the grammar.
    private readonly bool StartsLiteral(out int prefix)
    {
        prefix = 0;
        if (source[_position] is 'b' or 'B')
        {
            prefix++;
        }

        if (Peek(prefix) is 'r' or 'R')
        {
            prefix++;
        }

        return prefix > 0 && Peek(prefix) is '"' or '\'';
    }

    private Token Quoted(int start, int prefix)
    {
        var kind = source[start] is 'b' or 'B' ? TokenKind.Bytes : TokenKind.String;
        var raw = prefix > 0 && source[start + prefix - 1] is 'r' or 'R';
        var open = start + prefix;
        var quote = source[open];
        var triple = open + 2 < source.Length && source[open + 1] == quote && source[open + 2] == quote;
        var position = open + (triple ? 3 : 1);
        while (position < source.Length)
        {
            var unit = source[position];
            if (unit == quote && (!triple || IsTriple(position, quote)))
            {
                return Take(kind, start, position + (triple ? 3 : 1));
            }

            if (!triple && IsLineEnd(unit))
            {
                break;
            }

            position += unit == '\\' && !raw && position + 1 < source.Length && (triple || !IsLineEnd(source[position + 1])) ? 2 : 1;
        }

        return Take(TokenKind.Malformed, start, Math.Min(position, source.Length), "the literal is not closed");
    }

    private static bool IsLineEnd(char unit) => unit is '\n' or '\r';

    private readonly bool IsTriple(int position, char quote) =>
        position + 2 < source.Length && source[position + 1] == quote && source[position + 2] == quote;

    private Token BackQuoted(int start)
    {
        var end = start + 1;
        while (end < source.Length && (IsIdentifierPart(source[end]) || source[end] is '.' or '/' or ' ' or '-'))
        {
            end++;
        }

        if (end >= source.Length || source[end] != '`')
        {
            return Take(TokenKind.Malformed, start, end, "a quoted name is letters, digits and `_ . / -` or spaces between back-quotes");
        }

        return end == start + 1
            ? Take(TokenKind.Malformed, start, end + 1, "a quoted name must not be empty")
            : Take(TokenKind.QuotedIdentifier, start, end + 1);
    }

    private Token Punctuation(int start, char first)
    {
        var (kind, length) = (first, Peek(1)) switch
        {
            ('&', '&') => (TokenKind.And, 2),
            ('|', '|') => (TokenKind.Or, 2),
            ('=', '=') => (TokenKind.Equal, 2),
            ('!', '=') => (TokenKind.NotEqual, 2),
            ('<', '=') => (TokenKind.LessEqual, 2),
            ('>', '=') => (TokenKind.GreaterEqual, 2),
            _ => (Single(first), 1),
        };
        if (kind != TokenKind.Malformed)
        {
            return Take(kind, start, start + length);
        }

        var width = char.IsHighSurrogate(first) && char.IsLowSurrogate(Peek(1)) ? 2 : 1;
        return Take(kind, start, start + width, Explain(first));
    }

    private static string Explain(char first) => first switch
    {
        '=' => "a single `=` is no operator: `==` compares",
        '&' => "a single `&` is no operator: `&&` is the logical and",
        '|' => "a single `|` is no operator: `||` is the logical or",
        _ => "unexpected character",
    };

    private static TokenKind Single(char unit) => unit switch
    {
        '(' => TokenKind.LeftParen,
        ')' => TokenKind.RightParen,
        '[' => TokenKind.LeftBracket,
        ']' => TokenKind.RightBracket,
        '{' => TokenKind.LeftBrace,
        '}' => TokenKind.RightBrace,
        '.' => TokenKind.Dot,
        ',' => TokenKind.Comma,
        ':' => TokenKind.Colon,
        '?' => TokenKind.Question,
        '+' => TokenKind.Plus,
        '-' => TokenKind.Minus,
        '*' => TokenKind.Star,
        '/' => TokenKind.Slash,
        '%' => TokenKind.Percent,
        '!' => TokenKind.Not,
        '<' => TokenKind.Less,
        '>' => TokenKind.Greater,
        _ => TokenKind.Malformed,
    };
}
