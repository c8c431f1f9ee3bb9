using Microsoft.Extensions.AI;

namespace KernelGuard.Extensions.AI;

/// <summary>Lets one kind of tool that the provider runs be sent with requests. No seam sees its calls, so this is all the policy there is for it.</summary>
/// <param name="Kind">The tool's name as the library gives it: <c>web_search</c>, <c>code_interpreter</c>, <c>file_search</c>, <c>mcp</c>, ….</param>
public sealed record HostedToolPermit(string Kind)
{
    /// <summary>The name or address of the MCP server; null for every other kind of tool.</summary>
    public string? Server { get; init; }

    /// <summary>The tools of the MCP server that may be called; null means all that the request names.</summary>
    public IReadOnlyList<string>? Tools { get; init; }

    /// <summary>Whether each call to the MCP server has to be approved.</summary>
    /// <value>The default is true.</value>
    public bool RequireApproval { get; init; } = true;

    /// <summary>Permits the tools of an MCP server that the provider calls.</summary>
    /// <param name="server">The server's name or address.</param>
    /// <param name="tools">The tools; none means all that the request names.</param>
    public static HostedToolPermit McpServer(string server, params IReadOnlyList<string> tools)
    {
        ArgumentNullException.ThrowIfNull(tools);
        return new("mcp") { Server = server, Tools = tools.Count == 0 ? null : tools };
    }

    internal bool Covers(AITool tool) => tool is HostedMcpServerTool server
        ? Server is not null && (Is(server.ServerName) || Is(server.ServerAddress))
        : Server is null && string.Equals(tool.Name, Kind, StringComparison.OrdinalIgnoreCase);

    private bool Is(string? name) => string.Equals(name, Server, StringComparison.OrdinalIgnoreCase);
}
