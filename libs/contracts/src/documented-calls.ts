/**
 * The fifteen calls of the documentation that users have, as data: bodies and answers byte for byte as they
 * are printed there. Each, sent to a fresh install, gets a 2xx whose body is a superset of `response` with
 * the same literal `message`.
 */
export interface DocumentedCall {
  method: 'GET' | 'POST' | 'PUT' | 'DELETE';
  path: string;
  about: string;
  request: string | null;
  response: string;
}

export const documentedCalls: readonly DocumentedCall[] = [
  {
    method: 'POST',
    path: '/api/admin/add_voice',
    about: 'Adds a new voice profile for a persona.',
    request: `{
  "voice_data": {
    "language": "en",
    "tone": "friendly",
    "pitch": "medium",
    "sample_audio": "base64_encoded_audio"
  }
}`,
    response: `{
  "status": "success",
  "message": "Voice profile added successfully",
  "voice_id": "12345"
}`,
  },
  {
    method: 'POST',
    path: '/api/admin/instance',
    about: 'Creates a new instance for a persona.',
    request: `{
  "instance_data": {
    "name": "PersonaName",
    "description": "A detailed description of the persona",
    "configuration": {
      "setting1": "value1",
      "setting2": "value2"
    }
  }
}`,
    response: `{
  "status": "success",
  "message": "Instance created successfully",
  "instance_id": "67890"
}`,
  },
  {
    method: 'POST',
    path: '/api/admin/video',
    about: "Adds a new video to a persona's profile.",
    request: `{
  "video_data": {
    "file": "base64_encoded_video",
    "title": "Introduction Video",
    "description": "A brief introduction video",
    "duration": 120,
    "resolution": "1080p"
  }
}`,
    response: `{
  "status": "success",
  "message": "Video added successfully",
  "video_id": "abc123"
}`,
  },
  {
    method: 'POST',
    path: '/api/instance',
    about: 'Creates a new instance of a persona.',
    request: `{
  "instance_data": {
    "name": "PersonaName",
    "description": "A detailed description of the persona",
    "configuration": {
      "setting1": "value1",
      "setting2": "value2"
    }
  }
}`,
    response: `{
  "status": "success",
  "message": "Instance created successfully",
  "instance_id": "67890"
}`,
  },
  {
    method: 'DELETE',
    path: '/api/instance',
    about: 'Deletes an existing persona instance.',
    request: `{
  "instance_id": "67890"
}`,
    response: `{
  "status": "success",
  "message": "Instance deleted successfully"
}`,
  },
  {
    method: 'POST',
    path: '/api/kb/auto-generate-prompts',
    about: 'Automatically generates prompts for the knowledge base.',
    request: `{
  "data": {
    "topics": ["topic1", "topic2"],
    "context": "Additional context for prompt generation"
  }
}`,
    response: `{
  "status": "success",
  "prompts": ["Generated prompt 1", "Generated prompt 2"]
}`,
  },
  {
    method: 'POST',
    path: '/api/kb/review-data',
    about: 'Submits data for review in the knowledge base.',
    request: `{
  "review_data": {
    "articles": ["article1", "article2"],
    "notes": ["note1", "note2"]
  }
}`,
    response: `{
  "status": "success",
  "message": "Data submitted for review"
}`,
  },
  {
    method: 'POST',
    path: '/api/kb/store-pages',
    about: 'Stores pages in the knowledge base.',
    request: `{
  "pages": [
    {
      "title": "Page Title",
      "content": "Page content here",
      "metadata": {
        "author": "Author Name",
        "date": "2024-05-01"
      }
    }
  ]
}`,
    response: `{
  "status": "success",
  "message": "Pages stored successfully"
}`,
  },
  {
    method: 'POST',
    path: '/api/kb/stream-pages',
    about: 'Streams pages into the knowledge base.',
    request: `{
  "stream_data": {
    "stream_id": "stream123",
    "pages": [
      {
        "title": "Page Title",
        "content": "Page content here",
        "metadata": {
          "author": "Author Name",
          "date": "2024-05-01"
        }
      }
    ]
  }
}`,
    response: `{
  "status": "success",
  "message": "Pages streamed successfully"
}`,
  },
  {
    method: 'GET',
    path: '/api/kb/training-data',
    about: 'Retrieves training data from the knowledge base.',
    request: null,
    response: `{
  "status": "success",
  "training_data": [
    {
      "id": "data1",
      "content": "Training data content here"
    },
    {
      "id": "data2",
      "content": "More training data content"
    }
  ]
}`,
  },
  {
    method: 'PUT',
    path: '/api/kb/training-data',
    about: 'Updates training data in the knowledge base.',
    request: `{
  "training_data": {
    "id": "data1",
    "content": "Updated training data content"
  }
}`,
    response: `{
  "status": "success",
  "message": "Training data updated successfully"
}`,
  },
  {
    method: 'DELETE',
    path: '/api/kb/training-data/',
    about: 'Deletes specific training data from the knowledge base.',
    request: null,
    response: `{
  "status": "success",
  "message": "Training data deleted successfully"
}`,
  },
  {
    method: 'POST',
    path: '/api/kb/v2/chat',
    about: 'Initiates a chat using knowledge base version 2.',
    request: `{
  "chat_data": {
    "user_id": "user123",
    "message": "Hello, I need help with...",
    "context": "Context for the chat"
  }
}`,
    response: `{
  "status": "success",
  "chat_id": "chat123",
  "response": "How can I assist you today?"
}`,
  },
  {
    method: 'GET',
    path: '/api/persona/chats',
    about: 'Retrieves the chat history.',
    request: null,
    response: `{
  "status": "success",
  "chats": [
    {
      "chat_id": "chat123",
      "user_id": "user123",
      "messages": ["Hello", "How can I help you?"]
    }
  ]
}`,
  },
  {
    method: 'GET',
    path: '/api/persona/messages/',
    about: 'Retrieves messages from a specific chat.',
    request: null,
    response: `{
  "status": "success",
  "messages": ["Hello", "How can I help you?"]
}`,
  },
];
