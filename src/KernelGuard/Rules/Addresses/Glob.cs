using System.Text;
using System.Text.RegularExpressions;

namespace KernelGuard.Rules.Addresses;

/// <summary>A pattern of paths: <c>*</c>, <c>?</c> and <c>[abc]</c> stay in a segment, and a segment <c>**</c> stands for any number of them.</summary>
internal sealed class Glob
{
    private const int MaxChars = 256;
    private const RegexOptions Options = RegexOptions.NonBacktracking | RegexOptions.CultureInvariant | RegexOptions.Singleline;
    private readonly Regex _exact;
    private readonly Regex _anyCase;
    private readonly string? _root;

    private Glob(string expression, string? root, PathStyle style)
    {
        _root = root;
        _anyCase = new Regex(expression, Options | RegexOptions.IgnoreCase);
        _exact = style == PathStyle.Windows ? _anyCase : new Regex(expression, Options);
    }

    /// <summary>Reads a pattern; null with a problem if it is none, or could match no path.</summary>
    public static Glob? Parse(string pattern, PathStyle style, out string problem)
    {
        problem = pattern.Length > MaxChars ? "the pattern is longer than 256 characters"
            : pattern.AsSpan().ContainsAny("{}\\") ? "the pattern has `{`, `}` or `\\`: use several patterns, and `/` between segments"
            : "";
        if (problem.Length > 0)
        {
            return null;
        }

        var segments = Array.ConvertAll(pattern.Split('/'), GlobSegment.Parse);
        if (Array.IndexOf(segments, null) >= 0)
        {
            problem = "the pattern has `**` beside other characters, or a bracket that holds no characters and ranges";
            return null;
        }

        // The checks of a path, on one that the pattern matches: a rule whose pattern never matches would look like one that does.
        var sample = string.Join('/', segments.Select(segment => segment!.Sample));
        if (PathReader.Read(sample, style, out problem) is not { } path)
        {
            return null;
        }

        problem = path.Canonical.Length != sample.Length ? "the pattern has a segment that is empty or `.`"
            : !pattern.StartsWith(path.Root, StringComparison.OrdinalIgnoreCase) ? "the pattern has a wildcard before its first directory"
            : "";
        return problem.Length > 0
            ? null
            : new Glob(Expression(segments![path.Root.Count(unit => unit == '/')..]!), segments[0]!.IsAnyDepth ? null : path.Root, style);
    }

    /// <summary>Tells whether a path matches; null with a problem if text alone does not tell.</summary>
    public bool? IsMatch(TextPath path, out string problem)
    {
        problem = _root is null ? "" : path.RootProblem(_root) ?? "";
        if (problem.Length > 0)
        {
            return null;
        }

        if ((_root is not null && _root != path.Root) || !_anyCase.IsMatch(path.Rest))
        {
            return false;
        }

        problem = _exact.IsMatch(path.Rest) ? "" : TextPath.CaseProblem;
        return problem.Length > 0 ? null : true;
    }

    private static string Expression(GlobSegment[] segments)
    {
        var text = new StringBuilder(@"\A");
        for (var i = 0; i < segments.Length; i++)
        {
            var (isFirst, isLast) = (i == 0, i == segments.Length - 1);
            if (!segments[i].IsAnyDepth)
            {
                text.Append(isFirst || segments[i - 1].IsAnyDepth ? "" : "/").Append(segments[i].Expression);
            }
            else if (isLast)
            {
                text.Append(isFirst || segments[i - 1].IsAnyDepth ? ".*" : "(?:/.*)?");
            }
            else
            {
                text.Append(isFirst || segments[i - 1].IsAnyDepth ? "" : "/").Append("(?:.*/)?");
            }
        }

        return text.Append(@"\z").ToString();
    }
}
