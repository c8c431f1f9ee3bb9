using Microsoft.Extensions.AI;

namespace KernelGuard.Extensions.AI;

/// <summary>Decides which tools that the provider runs go out with a request. They run out of reach, so this is the only place where they can be stopped.</summary>
internal sealed class HostedTools(ToolCallGuard guard, ChatPolicyOptions options)
{
    /// <summary>The options with the permitted hosted tools only.</summary>
    /// <exception cref="InvalidOperationException">The request carries something in which tools can hide.</exception>
    public async ValueTask<ChatOptions?> FilterAsync(ChatOptions? request)
    {
        HiddenTools.ThrowIfPossible(request, options);
        if (request?.Tools is not { } tools || tools.All(IsLocal))
        {
            return request;
        }

        var filtered = request.Clone();
        filtered.Tools = [];
        foreach (var tool in tools)
        {
            if (IsLocal(tool))
            {
                filtered.Tools.Add(tool);
            }
            else if (options.HostedTools.FirstOrDefault(permit => permit.Covers(tool)) is { } permit && Narrow(tool, permit) is { } permitted)
            {
                filtered.Tools.Add(permitted);
            }
            else
            {
                await guard.AlarmAsync(new GuardAlarm(
                    GuardAlarm.HostedToolRemoved, "a tool that the provider runs was taken out of the request: add a permit to `HostedTools` to send it")
                {
                    Tool = tool is HostedMcpServerTool server ? $"{tool.Name}:{server.ServerName}" : tool.Name,
                });
            }
        }

        return filtered;
    }

    private static bool IsLocal(AITool tool) => tool is AIFunctionDeclaration;

    // Null: none of the server's tools is left.
    private static AITool? Narrow(AITool tool, HostedToolPermit permit)
    {
        if (tool is not HostedMcpServerTool server)
        {
            return tool;
        }

        var tools = permit.Tools is null
            ? server.AllowedTools
            : [.. permit.Tools.Where(name => server.AllowedTools?.Contains(name, StringComparer.Ordinal) ?? true)];
        if (tools is { Count: 0 })
        {
            return null;
        }

        return new HostedMcpServerTool(server.ServerName, server.ServerAddress, server.AdditionalProperties)
        {
            ServerDescription = server.ServerDescription,
            AllowedTools = tools is null ? null : [.. tools],
            Headers = server.Headers,
            ApprovalMode = permit.RequireApproval ? HostedMcpServerToolApprovalMode.AlwaysRequire : server.ApprovalMode,
        };
    }
}
