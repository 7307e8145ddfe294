/** Keep the index in step with `picture`. They stand alone because a bulk load drops and makes them again. */
export const FTS_TRIGGERS = `
  CREATE TRIGGER picture_fts_insert AFTER INSERT ON picture BEGIN
    INSERT INTO picture_fts (rowid, prompt, model) VALUES (new.position, new.prompt, new.model_id);
  END;

  CREATE TRIGGER picture_fts_delete AFTER DELETE ON picture BEGIN
    INSERT INTO picture_fts (picture_fts, rowid, prompt, model)
    VALUES ('delete', old.position, old.prompt, old.model_id);
  END;

  CREATE TRIGGER picture_fts_update AFTER UPDATE OF position, prompt, model_id ON picture BEGIN
    INSERT INTO picture_fts (picture_fts, rowid, prompt, model)
    VALUES ('delete', old.position, old.prompt, old.model_id);
    INSERT INTO picture_fts (rowid, prompt, model) VALUES (new.position, new.prompt, new.model_id);
  END;
`;
