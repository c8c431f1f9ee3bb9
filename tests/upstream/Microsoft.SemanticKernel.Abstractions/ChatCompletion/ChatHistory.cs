using System.Collections;

namespace Microsoft.SemanticKernel.ChatCompletion;

public class ChatHistory : IList<ChatMessageContent>, IReadOnlyList<ChatMessageContent>
{
    private readonly List<ChatMessageContent> _messages = [];

    public ChatHistory()
    {
    }

    public ChatHistory(string systemMessage)
        : this(systemMessage, AuthorRole.System)
    {
    }

    public ChatHistory(string message, AuthorRole role)
    {
        Add(new ChatMessageContent(role, message));
    }

    public ChatHistory(IEnumerable<ChatMessageContent> messages)
    {
        _messages.AddRange(messages);
    }

    public int Count => _messages.Count;

    bool ICollection<ChatMessageContent>.IsReadOnly => false;

    public ChatMessageContent this[int index]
    {
        get => _messages[index];
        set => _messages[index] = value;
    }

    public void AddUserMessage(string content) => Add(new ChatMessageContent(AuthorRole.User, content));

    public void AddAssistantMessage(string content) => Add(new ChatMessageContent(AuthorRole.Assistant, content));

    public void AddSystemMessage(string content) => Add(new ChatMessageContent(AuthorRole.System, content));

    public virtual void Add(ChatMessageContent item)
    {
        ArgumentNullException.ThrowIfNull(item);
        _messages.Add(item);
    }

    public virtual void AddRange(IEnumerable<ChatMessageContent> items) => _messages.AddRange(items);

    public virtual void Clear() => _messages.Clear();

    public virtual bool Contains(ChatMessageContent item) => _messages.Contains(item);

    public virtual void CopyTo(ChatMessageContent[] array, int arrayIndex) => _messages.CopyTo(array, arrayIndex);

    public virtual int IndexOf(ChatMessageContent item) => _messages.IndexOf(item);

    public virtual void Insert(int index, ChatMessageContent item) => _messages.Insert(index, item);

    public virtual bool Remove(ChatMessageContent item) => _messages.Remove(item);

    public virtual void RemoveAt(int index) => _messages.RemoveAt(index);

    IEnumerator<ChatMessageContent> IEnumerable<ChatMessageContent>.GetEnumerator() => _messages.GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => _messages.GetEnumerator();
}
