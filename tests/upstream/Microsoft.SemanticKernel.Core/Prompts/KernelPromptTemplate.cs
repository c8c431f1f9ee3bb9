using System.Net;
using System.Text;
using System.Text.RegularExpressions;

namespace Microsoft.SemanticKernel;

/// <summary>Text with blocks: <c>{{$name}}</c>, <c>{{plugin.function}}</c>, <c>{{plugin.function 'value' name=$other}}</c>.</summary>
internal sealed partial class KernelPromptTemplate(string template, bool trustContent) : IPromptTemplate
{
    public async Task<string> RenderAsync(Kernel kernel, KernelArguments? arguments = null, CancellationToken cancellationToken = default)
    {
        arguments ??= [];
        var text = new StringBuilder();
        var end = 0;
        foreach (Match block in Block().Matches(template))
        {
            text.Append(template, end, block.Index - end);
            end = block.Index + block.Length;
            var value = await ValueAsync(block.Groups[1].Value, kernel, arguments, cancellationToken);
            text.Append(trustContent ? value : WebUtility.HtmlEncode(value));
        }

        return text.Append(template, end, template.Length - end).ToString();
    }

    private static async Task<string?> ValueAsync(string block, Kernel kernel, KernelArguments arguments, CancellationToken cancellationToken)
    {
        var tokens = Token().Matches(block).Select(match => match.Value).ToList();
        if (tokens[0][0] is '$' or '\'' or '"')
        {
            return Convert.ToString(Resolve(tokens[0], arguments), kernel.Culture);
        }

        var (plugin, function) = tokens[0].Split('.') is [var first, var second] ? (first, second) : (null, tokens[0]);
        var own = new KernelArguments(arguments.ToDictionary(StringComparer.OrdinalIgnoreCase));
        foreach (var token in tokens.Skip(1))
        {
            var named = token.Split('=', 2);
            var name = named.Length == 2 && token[0] is not ('\'' or '"') ? named[0] : null;
            name ??= kernel.Plugins.GetFunction(plugin, function).Metadata.Parameters is [var parameter, ..] ? parameter.Name : "input";
            own[name] = Resolve(named.Length == 2 && token[0] is not ('\'' or '"') ? named[1] : token, arguments);
        }

        return (await kernel.InvokeAsync(plugin, function, own, cancellationToken)).ToString();
    }

    private static object? Resolve(string token, KernelArguments arguments) =>
        token[0] == '$' ? arguments.GetValueOrDefault(token[1..]) : token.Trim(token[0]);

    [GeneratedRegex(@"\{\{\s*([^{}\s][^{}]*?)\s*\}\}")]
    private static partial Regex Block();

    [GeneratedRegex(@"(?:\w+=)?(?:'[^']*'|""[^""]*""|[^\s'""]+)")]
    private static partial Regex Token();
}
